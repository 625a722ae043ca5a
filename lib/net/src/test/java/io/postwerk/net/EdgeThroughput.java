package io.postwerk.net;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/**
 * Measures the edge alone: a server that speaks just enough SMTP and throws the mail away, and clients of plain sockets.
 *
 * <pre>
 * EdgeThroughput serve PORT SECONDS              then, for example, smtp-source -s 20 -m 50000 -l 4096 127.0.0.1:PORT
 * EdgeThroughput pingpong PORT CONNECTIONS SECONDS   one line, one reply
 * EdgeThroughput connect PORT CONNECTIONS SECONDS    a new connection for each reply
 * </pre>
 */
public final class EdgeThroughput {

    private static final PrintStream OUT = System.out;
    private static final Duration TIMEOUT = Duration.ofMinutes(5);
    private static final byte[] OK = "250 2.0.0 Ok\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOOP = "NOOP\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\r\n.\r\n".getBytes(StandardCharsets.US_ASCII);

    private final LongAdder requests = new LongAdder();
    private final LongAdder messages = new LongAdder();

    private EdgeThroughput() {}

    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[1]);
        EdgeThroughput harness = new EdgeThroughput();
        switch (arguments[0]) {
            case "serve" -> harness.serve(port, Integer.parseInt(arguments[2]));
            case "pingpong" ->
                harness.load(port, Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]), false);
            case "connect" -> harness.load(port, Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]), true);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    // --- Server ---

    private void serve(int port, int seconds) throws Exception {
        int loops = Integer.getInteger("loops", NetSettings.defaults().eventLoops());
        boolean epoll = !Boolean.getBoolean("nio");
        NetSettings settings = NetSettings.defaults().withEventLoops(loops).withNativeTransport(epoll);
        try (NetServer server = NetServer.create(settings)) {
            BoundListener listener = server.bind(
                    ListenerSettings.of("bench", new InetSocketAddress(InetAddress.getLoopbackAddress(), port)),
                    this::session);
            OUT.println("ready");
            for (int i = 0; i < seconds; i += 5) {
                long requestsBefore = requests.sum();
                long messagesBefore = messages.sum();
                long acceptedBefore = listener.acceptedConnections();
                long cpuBefore = cpuNanos();
                Thread.sleep(5000);
                long handled = requests.sum() - requestsBefore;
                long mails = messages.sum() - messagesBefore;
                long cpu = cpuNanos() - cpuBefore;
                OUT.printf(
                        Locale.ROOT,
                        "%d requests/s, %d messages/s, %d connections/s, cpu %.0f%%, %.1f us/request, %.1f us/message%n",
                        handled / 5,
                        mails / 5,
                        (listener.acceptedConnections() - acceptedBefore) / 5,
                        cpu / 5e7,
                        cpu / 1e3 / Math.max(1, handled),
                        cpu / 1e3 / Math.max(1, mails));
            }
        }
    }

    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private void session(Connection connection) throws IOException {
        connection.write("220 bench ESMTP\r\n");
        while (true) {
            if (!connection.hasInput()) {
                connection.flush();
            }
            byte[] line = connection.readLine(1000, TIMEOUT);
            requests.increment();
            switch (line.length == 0 ? ' ' : line[0]) {
                case 'D' -> {
                    connection.write("354 go\r\n");
                    connection.flush();
                    data(connection);
                    messages.increment();
                    connection.write(OK);
                }
                case 'Q' -> {
                    connection.write("221 2.0.0 Bye\r\n");
                    return;
                }
                default -> connection.write(OK);
            }
        }
    }

    private static void data(Connection connection) throws IOException {
        int matched = 2; // DATA's own CRLF counts.
        while (true) {
            ByteBuffer view = connection.input(TIMEOUT);
            int start = view.position();
            while (view.hasRemaining()) {
                byte octet = view.get();
                matched = octet == END[matched] ? matched + 1 : octet == '\r' ? 1 : 0;
                if (matched == END.length) {
                    connection.consume(view.position() - start);
                    return;
                }
            }
            connection.consume(view.position() - start);
        }
    }

    // --- Client ---

    private void load(int port, int connections, int seconds, boolean reconnect) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            threads.add(Thread.ofPlatform().start(() -> client(port, end, reconnect)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        OUT.println(requests.sum() / seconds + " replies/s");
    }

    private void client(int port, long end, boolean reconnect) {
        try {
            while (System.nanoTime() < end) {
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    socket.setTcpNoDelay(true);
                    InputStream in = new BufferedInputStream(socket.getInputStream());
                    OutputStream out = socket.getOutputStream();
                    skipLine(in);
                    do {
                        out.write(NOOP);
                        skipLine(in);
                        requests.increment();
                    } while (!reconnect && System.nanoTime() < end);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void skipLine(InputStream in) throws IOException {
        int octet = in.read();
        while (octet != '\n') {
            if (octet < 0) {
                throw new IOException("the server closed the connection");
            }
            octet = in.read();
        }
    }
}
