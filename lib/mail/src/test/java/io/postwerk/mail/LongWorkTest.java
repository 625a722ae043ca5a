package io.postwerk.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LongWorkTest {
    private static final int READS = 10;

    /** Each octet takes longer than a slice. */
    private record SlowSource(long size) implements MessageSource {
        @Override
        public int read(long position, ByteBuffer target) {
            long start = System.nanoTime();
            while (System.nanoTime() - start <= TimeUnit.MILLISECONDS.toNanos(6)) {
                Thread.onSpinWait();
            }
            target.put((byte) 'x');
            return 1;
        }

        @Override
        public void close() {}
    }

    private static void read(MessageSource source) throws IOException {
        for (int i = 0; i < READS; i++) {
            source.read(i, ByteBuffer.allocate(1));
        }
    }

    @Test
    void readingIsCheckedBetweenSlices() throws IOException {
        AtomicInteger checks = new AtomicInteger();
        int before = LongWork.underWay();
        LongWork work = new LongWork(checks::incrementAndGet);
        assertThat(LongWork.underWay()).isEqualTo(before + 1);
        MessageSource paced = work.paced(new SlowSource(READS));
        read(paced);
        int checked = checks.get();
        assertThat(checked).isBetween(READS - 1, READS);
        work.close();
        work.close();
        assertThat(LongWork.underWay()).isEqualTo(before);
        read(paced);
        assertThat(checks).hasValue(checked);
    }

    @Test
    void theCheckEndsTheWork() {
        try (LongWork work = new LongWork(() -> {
            throw new IOException("gone");
        })) {
            assertThatThrownBy(() -> read(work.paced(new SlowSource(READS)))).hasMessage("gone");
        }
    }
}
