package io.postwerk.operator.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ExceptionHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.lang.reflect.Proxy;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ObjectCacheTest {
    private final FakeInformer informer = new FakeInformer();
    private final ObjectCache<Secret> cache =
            new ObjectCache<>(informer.proxy(), UnaryOperator.identity(), (_, _) -> true, _ -> {});

    @Test
    void isForbiddenAsLongAsTheRightIsMissing() {
        assertThat(cache.isForbidden()).isFalse();
        informer.fail(403);
        assertThat(cache.isForbidden()).isTrue();
        informer.fail(403);
        assertThat(cache.isForbidden()).isTrue();
        informer.fail(500);
        assertThat(cache.isForbidden()).isFalse();
    }

    @Test
    void isNotForbiddenBetweenTwoWatchesBecauseItOnceWas() {
        informer.fail(403);
        informer.watch("17");
        // Nobody asks meanwhile, and then the watch is renewed.
        informer.watching = false;
        assertThat(cache.isForbidden()).isFalse();
    }

    @Test
    void isNotForbiddenBetweenTwoWatchesIfNothingHasChangedSince() {
        informer.watch("17");
        informer.watching = false;
        informer.fail(403);
        assertThat(cache.isForbidden()).isTrue();
        informer.watch("17");
        assertThat(cache.isForbidden()).isFalse();
        informer.watching = false;
        assertThat(cache.isForbidden()).isFalse();
    }

    @Test
    void isForbiddenAgainWhenTheRightIsTaken() {
        informer.fail(403);
        informer.watch("17");
        informer.watching = false;
        informer.fail(403);
        assertThat(cache.isForbidden()).isTrue();
    }

    /** What the cache asks of an informer to know how its lists and watches go. */
    private static final class FakeInformer {
        private ExceptionHandler handler = (_, _) -> true;
        private boolean watching;
        private String version;

        void fail(int code) {
            handler.retryAfterException(true, new KubernetesClientException("failed", code, null));
        }

        void watch(String now) {
            version = now;
            watching = true;
        }

        @SuppressWarnings("unchecked") // the only interface of the proxy
        SharedIndexInformer<Secret> proxy() {
            return (SharedIndexInformer<Secret>) Proxy.newProxyInstance(
                    SharedIndexInformer.class.getClassLoader(),
                    new Class<?>[] {SharedIndexInformer.class},
                    (proxy, method, arguments) -> switch (method.getName()) {
                        case "exceptionHandler" -> {
                            handler = (ExceptionHandler) arguments[0];
                            yield proxy;
                        }
                        case "isWatching" -> watching;
                        case "lastSyncResourceVersion" -> version;
                        case "itemStore", "addEventHandler" -> proxy;
                        case "start" -> null;
                        default -> throw new UnsupportedOperationException(method.getName());
                    });
        }
    }
}
