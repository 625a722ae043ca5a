package io.postwerk.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The queue between event loop and session: its bound, and that no buffer is lost. */
class InputQueueTest {

    private static final int LIMIT = 65_536;
    private static final int CAPACITY = 2048;

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Waiter waiter = new Waiter(channel.eventLoop());
    private final InputQueue queue = new InputQueue(channel, waiter, MemoryAccount.unlimited(), LIMIT);
    private final LineBuffer target = new LineBuffer(MemoryAccount.unlimited());
    private final List<ByteBuf> chunks = new ArrayList<>();

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void tinySegmentsAreBoundedByTheMemoryThatTheyHold() {
        for (int i = 0; i < LIMIT / CAPACITY; i++) {
            add(1);
            assertThat(channel.config().isAutoRead()).isTrue();
        }
        add(1);
        assertThat(channel.config().isAutoRead()).isFalse();

        for (int i = 0; i < LIMIT / CAPACITY / 2; i++) {
            assertThat(queue.take(target)).isTrue();
            channel.runPendingTasks();
            assertThat(channel.config().isAutoRead()).isFalse();
        }
        queue.take(target);
        channel.runPendingTasks();
        assertThat(channel.config().isAutoRead()).as("half is free").isTrue();
    }

    @Test
    void allOctetsArriveInOrderAndAllBuffersAreGivenBack() {
        for (int i = 0; i < 200; i++) {
            add(1 + i * 7);
        }
        int expected = 0;
        int octets = 0;
        while (queue.take(target)) {
            while (target.length() > 0) {
                assertThat(target.view().get() & 0xFF).isEqualTo(expected++ & 0xFF);
                target.consume(1);
                octets++;
            }
        }
        assertThat(octets).isEqualTo(chunks.size() + 7 * 199 * 200 / 2);
        assertThat(chunks).allMatch(chunk -> chunk.refCnt() == 0);
        assertThat(queue.isReady()).isFalse();
    }

    @Test
    void clearingGivesAllBuffersBackAndReadsOn() {
        for (int i = 0; i < 100; i++) {
            add(10);
        }
        assertThat(channel.config().isAutoRead()).isFalse();
        queue.clear();
        assertThat(chunks).allMatch(chunk -> chunk.refCnt() == 0);
        assertThat(channel.config().isAutoRead()).isTrue();
        assertThat(queue.take(target)).isFalse();
    }

    @Test
    void theFirstReasonForTheEndStays() {
        assertThat(queue.ended()).isEmpty();
        queue.end(InputQueue.End.BY_PEER);
        queue.end(InputQueue.End.CLOSED);
        assertThat(queue.ended()).contains(InputQueue.End.BY_PEER);
        assertThat(queue.isReady()).isTrue();
    }

    private int next;

    private void add(int octets) {
        ByteBuf chunk = Unpooled.buffer(CAPACITY);
        for (int i = 0; i < octets; i++) {
            chunk.writeByte(next++);
        }
        chunks.add(chunk);
        queue.add(chunk);
    }
}
