package io.postwerk.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ParentWatchTest {
    private final CountDownLatch gone = new CountDownLatch(1);

    @Test
    void isOffWithoutAParent() {
        new ParentWatch(Optional.empty()).start(gone::countDown);
        new ParentWatch(Optional.of("init")).start(gone::countDown);

        assertThat(gone.getCount()).isOne();
    }

    @Test
    void tellsWhenTheParentEnds() throws IOException, InterruptedException {
        Process parent = new ProcessBuilder("sleep", "600").start();
        new ParentWatch(Optional.of(" " + parent.pid())).start(gone::countDown);
        assertThat(gone.getCount()).isOne();
        parent.destroyForcibly();

        assertThat(gone.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void tellsAtOnceWhenTheParentIsGoneAlready() throws IOException, InterruptedException {
        Process parent = new ProcessBuilder("true").start();
        parent.waitFor();
        new ParentWatch(Optional.of(Long.toString(parent.pid()))).start(gone::countDown);

        assertThat(gone.getCount()).isZero();
    }
}
