package io.postwerk.net;

import static io.postwerk.net.Edge.TIMEOUT;
import static io.postwerk.net.Edge.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A slow side makes the other side wait; memory is bounded in both directions. */
@Timeout(60)
class BackPressureTest {

    private static final long MUCH = 100L << 20;

    /** What the kernel may buffer between two sockets on this machine, and ours on top: far below what is sent. */
    private static final long IN_BETWEEN = 24L << 20;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPeerThatSendsWhileTheSessionDoesNotReadIsStopped(boolean nativeTransport) throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        BlockingQueue<Long> received = new ArrayBlockingQueue<>(1);
        AtomicLong sent = new AtomicLong();
        try (Edge edge = new Edge(NetSettings.defaults().withNativeTransport(nativeTransport))) {
            BoundListener listener = edge.listen(connection -> {
                wait(read);
                long octets = 0;
                try {
                    while (true) {
                        int count = connection.input(TIMEOUT).remaining();
                        octets += count;
                        connection.consume(count);
                    }
                } catch (ConnectionClosedException e) {
                    received.add(octets);
                }
            });
            try (Socket client = Edge.socket(listener)) {
                Thread sender = Thread.ofVirtual().start(() -> send(client, sent));
                awaitStandstill(sent);
                assertThat(sent.get()).isLessThan(IN_BETWEEN);

                read.countDown();
                sender.join();
                client.shutdownOutput();
                assertThat(received.poll(30, TimeUnit.SECONDS)).isEqualTo(MUCH);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSessionThatWritesWhileThePeerDoesNotReadWaits(boolean nativeTransport) throws Exception {
        AtomicLong written = new AtomicLong();
        try (Edge edge = new Edge(NetSettings.defaults().withNativeTransport(nativeTransport))) {
            BoundListener listener = edge.listen(connection -> {
                byte[] block = new byte[65_536];
                for (long left = MUCH; left > 0; left -= block.length) {
                    connection.write(block);
                    connection.flush();
                    written.addAndGet(block.length);
                }
            });
            try (Socket client = Edge.socket(listener)) {
                awaitStandstill(written);
                assertThat(written.get()).isLessThan(IN_BETWEEN);
                assertThat(drain(client.getInputStream())).isEqualTo(MUCH);
            }
        }
    }

    @Test
    void aPeerThatNeverReadsIsGivenUpAfterTheWriteTimeout() throws Exception {
        BlockingQueue<IOException> ends = new ArrayBlockingQueue<>(1);
        NetSettings settings = NetSettings.defaults().withWriteTimeout(Duration.ofMillis(100));
        try (Edge edge = new Edge(settings)) {
            BoundListener listener = edge.listen(connection -> {
                try {
                    while (true) {
                        connection.write(new byte[65_536]);
                        connection.flush();
                    }
                } catch (IOException e) {
                    ends.add(e);
                    throw e;
                }
            });
            try (Socket client = Edge.socket(listener)) {
                assertThat(client.isConnected()).isTrue();
                assertThat(ends.poll(30, TimeUnit.SECONDS)).isInstanceOf(DeadlineExceededException.class);
                await("it is closed", () -> listener.openConnections() == 0);
            }
        }
    }

    @Test
    void aPeerThatGoesAwayEndsAWriteThatWaits() throws Exception {
        BlockingQueue<IOException> ends = new ArrayBlockingQueue<>(1);
        AtomicLong written = new AtomicLong();
        try (Edge edge = new Edge()) {
            BoundListener listener = edge.listen(connection -> {
                try {
                    while (true) {
                        connection.write(new byte[65_536]);
                        connection.flush();
                        written.addAndGet(65_536);
                    }
                } catch (IOException e) {
                    ends.add(e);
                }
            });
            try (Socket client = Edge.socket(listener)) {
                assertThat(client.getInputStream().read()).isZero();
                awaitStandstill(written);
            }
            assertThat(ends.poll(30, TimeUnit.SECONDS)).isInstanceOf(ConnectionClosedException.class);
        }
    }

    @Test
    void anInputThatIsFullStillTellsItsEnd() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        BlockingQueue<Integer> received = new ArrayBlockingQueue<>(1);
        byte[] all = new byte[300_000];
        try (Edge edge = new Edge()) {
            BoundListener listener = edge.listen(connection -> {
                wait(read);
                int octets = 0;
                try {
                    while (true) {
                        int count = connection.input(TIMEOUT).remaining();
                        octets += count;
                        connection.consume(count);
                    }
                } catch (ConnectionClosedException e) {
                    received.add(octets);
                }
            });
            try (Socket client = Edge.socket(listener)) {
                client.getOutputStream().write(all);
            }
            read.countDown();
            assertThat(received.poll(30, TimeUnit.SECONDS)).isEqualTo(all.length);
        }
    }

    @Test
    void closingAnEdgeEndsASessionThatWaitsToWrite() throws Exception {
        BlockingQueue<Throwable> ends = new ArrayBlockingQueue<>(1);
        AtomicLong written = new AtomicLong();
        try (Edge edge = new Edge()) {
            BoundListener listener = edge.listen(connection -> {
                try {
                    while (true) {
                        connection.write(new byte[65_536]);
                        connection.flush();
                        written.addAndGet(65_536);
                    }
                } catch (IOException e) {
                    ends.add(e);
                }
            });
            try (Socket client = Edge.socket(listener)) {
                assertThat(client.getInputStream().read()).isZero();
                awaitStandstill(written);
                edge.server.close();
                assertThat(ends.poll(30, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
                assertThatThrownBy(() -> Edge.socket(listener)).isInstanceOf(IOException.class);
            }
        }
    }

    private static void send(Socket client, AtomicLong sent) {
        byte[] block = new byte[65_536];
        try {
            for (long left = MUCH; left > 0; left -= block.length) {
                client.getOutputStream().write(block);
                sent.addAndGet(block.length);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits until a count has begun to rise and does not rise any more. */
    private static void awaitStandstill(AtomicLong count) throws InterruptedException {
        long before = -1;
        CountDownLatch never = new CountDownLatch(1);
        while (count.get() == 0 || count.get() != before) {
            before = count.get();
            assertThat(never.await(200, TimeUnit.MILLISECONDS)).isFalse();
        }
    }

    private static long drain(InputStream in) throws IOException {
        byte[] block = new byte[65_536];
        long octets = 0;
        for (int count = in.read(block); count >= 0; count = in.read(block)) {
            octets += count;
        }
        return octets;
    }

    private static void wait(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
