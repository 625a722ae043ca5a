package io.postwerk.operator.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ExceptionHandler;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.Store;
import io.postwerk.crds.ObjectKey;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ObjectCacheTest {
    private final FakeInformer informer = new FakeInformer();
    private final List<Change<Secret>> changes = new ArrayList<>();
    private final ObjectCache<Secret> cache =
            new ObjectCache<>(informer.proxy(), UnaryOperator.identity(), (_, _) -> true, changes::add);

    @Test
    void tellsWhatAnObjectWasAndIs() {
        informer.put(secret("a", "1"));
        informer.put(secret("a", "2"));
        informer.remove(secret("a", "3"));
        assertThat(changes)
                .containsExactly(
                        Change.added(secret("a", "1")),
                        Change.updated(secret("a", "1"), secret("a", "2")),
                        Change.deleted(secret("a", "3")));
        assertThat(changes.getLast().key()).isEqualTo(new ObjectKey("mail", "a"));
    }

    @Test
    void hasAnOwnWriteAtOnceAndDoesNotTellOfIt() {
        informer.put(secret("a", "1"));
        changes.clear();
        cache.write("mail", "a", () -> secret("a", "2"));
        cache.write("mail", "b", () -> secret("b", "3"));
        assertThat(cache.get("mail", "a")).contains(secret("a", "2"));
        assertThat(cache.list()).containsExactlyInAnyOrder(secret("a", "2"), secret("b", "3"));

        informer.put(secret("a", "2"));
        informer.put(secret("b", "3"));
        assertThat(cache.list()).containsExactlyInAnyOrder(secret("a", "2"), secret("b", "3"));
        assertThat(changes).isEmpty();
    }

    @Test
    void doesNotConfuseNamespaces() {
        Secret elsewhere = new SecretBuilder(secret("a", "2"))
                .editMetadata()
                .withNamespace("tenant")
                .endMetadata()
                .build();
        informer.put(secret("a", "1"));
        cache.write("tenant", "a", () -> elsewhere);
        assertThat(cache.get("mail", "a")).contains(secret("a", "1"));
        assertThat(cache.get("tenant", "a")).contains(elsewhere);
        assertThat(cache.list()).containsExactlyInAnyOrder(secret("a", "1"), elsewhere);
    }

    @Test
    void tellsOfAnothersWriteThatCameWhileAnOwnOneWasUnderWay() {
        informer.put(secret("a", "1"));
        changes.clear();
        cache.write("mail", "a", () -> {
            informer.put(secret("a", "2"));
            informer.put(secret("a", "3"));
            return secret("a", "2");
        });
        assertThat(changes).containsExactly(Change.updated(secret("a", "2"), secret("a", "3")));
    }

    @Test
    void tellsOfAnothersWriteAlsoIfTheOwnOneWasRefused() {
        informer.put(secret("a", "1"));
        changes.clear();
        assertThatThrownBy(() -> cache.write("mail", "a", () -> {
                    informer.put(secret("a", "2"));
                    throw new KubernetesClientException("conflict", 409, null);
                }))
                .isInstanceOf(KubernetesClientException.class);
        assertThat(changes).containsExactly(Change.updated(secret("a", "1"), secret("a", "2")));
    }

    private static Secret secret(String name, String version) {
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace("mail")
                .withName(name)
                .withResourceVersion(version)
                .endMetadata()
                .build();
    }

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

    /** What the cache asks of an informer, and how lists and watches go. */
    private static final class FakeInformer {
        private final Map<String, Secret> objects = new HashMap<>();
        private ExceptionHandler handler = (_, _) -> true;
        private ResourceEventHandler<Secret> events;
        private boolean watching;
        private String version;

        void fail(int code) {
            handler.retryAfterException(true, new KubernetesClientException("failed", code, null));
        }

        void put(Secret secret) {
            Secret before = objects.put(Cache.metaNamespaceKeyFunc(secret), secret);
            version = secret.getMetadata().getResourceVersion();
            if (before == null) {
                events.onAdd(secret);
            } else {
                events.onUpdate(before, secret);
            }
        }

        void remove(Secret secret) {
            objects.remove(Cache.metaNamespaceKeyFunc(secret));
            version = secret.getMetadata().getResourceVersion();
            events.onDelete(secret, false);
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
                        case "addEventHandler" -> {
                            events = (ResourceEventHandler<Secret>) arguments[0];
                            yield proxy;
                        }
                        case "getStore" -> store();
                        case "itemStore" -> proxy;
                        case "start" -> null;
                        default -> throw new UnsupportedOperationException(method.getName());
                    });
        }

        @SuppressWarnings("unchecked") // the only interface of the proxy
        private Store<Secret> store() {
            return (Store<Secret>) Proxy.newProxyInstance(
                    Store.class.getClassLoader(),
                    new Class<?>[] {Store.class},
                    (proxy, method, arguments) -> switch (method.getName()) {
                        case "getByKey" -> objects.get((String) arguments[0]);
                        case "list" -> List.copyOf(objects.values());
                        default -> throw new UnsupportedOperationException(method.getName());
                    });
        }
    }
}
