import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;

/**
 * Load for sockets of the auth protocol: {@code AuthLoad KIND SOCKET CONNECTIONS IN_FLIGHT SECONDS USERS}. KIND is {@code lookup},
 * {@code login} (one user again and again) or {@code logins} (each of the users once, however long it takes). Prints answers a second. Every answer has to be
 * a good one.
 */
class AuthLoad {

    public static void main(String[] args) throws Exception {
        String kind = args[0];
        var address = UnixDomainSocketAddress.of(args[1]);
        int connections = Integer.parseInt(args[2]);
        int inFlight = Integer.parseInt(args[3]);
        long nanos = Long.parseLong(args[4]) * 1_000_000_000L;
        int users = Integer.parseInt(args[5]);
        long begin = System.nanoTime();
        long end = begin + nanos;
        try (var threads = Executors.newFixedThreadPool(connections)) {
            List<Future<Long>> loads = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                int offset = i * (users / connections);
                Callable<Long> load = () -> {
                    try (var channel = SocketChannel.open(address)) {
                        boolean once = kind.equals("logins");
                        return new AuthLoad(channel, request(kind, offset, users))
                                .run(kind, inFlight, once ? Long.MAX_VALUE : end, once ? users / connections : Long.MAX_VALUE);
                    }
                };
                loads.add(threads.submit(load));
            }
            long answers = 0;
            for (Future<Long> load : loads) {
                answers += load.get();
            }
            System.out.printf("%.0f%n", answers * 1e9 / (System.nanoTime() - begin));
        }
    }

    private static LongFunction<String> request(String kind, int offset, int users) {
        return switch (kind) {
            case "lookup" -> id -> "USER\t" + id + "\tuser" + (offset + id) % users + "@example.org\tservice=lmtp\n";
            case "login" -> id -> login(id, 0);
            default -> id -> login(id, (offset + id) % users);
        };
    }

    private static String login(long id, long user) {
        String message = "\0user" + user + "@example.org\0wonderland";
        return "AUTH\t" + id + "\tPLAIN\tservice=imap\tsecured\tresp="
                + Base64.getEncoder().encodeToString(message.getBytes(StandardCharsets.UTF_8)) + "\n";
    }

    private final SocketChannel channel;
    private final LongFunction<String> request;
    private final ByteBuffer input = ByteBuffer.allocate(1 << 16).flip();
    private long id;

    private AuthLoad(SocketChannel channel, LongFunction<String> request) {
        this.channel = channel;
        this.request = request;
    }

    private long run(String kind, int inFlight, long end, long most) throws IOException {
        boolean lookup = kind.equals("lookup");
        send("VERSION\t1\t2\n" + (lookup ? "" : "CPID\t" + (ProcessHandle.current().pid() * 1000 + Thread.currentThread().threadId()) + "\n"));
        String last = lookup ? "SPID" : "DONE";
        while (!line().startsWith(last)) {}
        String good = lookup ? "USER\t" : "OK\t";
        send(requests(inFlight));
        long answers = 0;
        long open = inFlight;
        while (open > 0) {
            int batch = 0;
            do {
                String line = line();
                if (!line.startsWith(good)) {
                    throw new IOException("not good: " + line);
                }
                batch++;
            } while (hasLine());
            open -= batch;
            if (most < Long.MAX_VALUE) {
                answers += batch;
                int more = (int) Math.min(batch, most - id);
                send(requests(more));
                open += more;
            } else if (System.nanoTime() - end < 0) {
                answers += batch;
                send(requests(batch));
                open += batch;
            }
        }
        return answers;
    }

    private String requests(int count) {
        var text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(request.apply(++id));
        }
        return text.toString();
    }

    private void send(String text) throws IOException {
        ByteBuffer octets = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (octets.hasRemaining()) {
            channel.write(octets);
        }
    }

    private boolean hasLine() {
        for (int i = input.position(); i < input.limit(); i++) {
            if (input.get(i) == '\n') {
                return true;
            }
        }
        return false;
    }

    private String line() throws IOException {
        while (!hasLine()) {
            input.compact();
            if (channel.read(input) < 0) {
                throw new IOException("the service closed the connection");
            }
            input.flip();
        }
        int start = input.position();
        int end = start;
        while (input.get(end) != '\n') {
            end++;
        }
        byte[] line = new byte[end - start];
        input.get(line);
        input.get();
        return new String(line, StandardCharsets.UTF_8);
    }
}
