package io.postwerk.smtpserver.relay;

import io.postwerk.net.BoundListener;
import io.postwerk.net.Connection;
import io.postwerk.net.ConnectionHandler;
import io.postwerk.net.ListenerSettings;
import io.postwerk.net.NetClient;
import io.postwerk.net.NetServer;
import io.postwerk.net.NetSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * An SMTP or LMTP server that answers as a function of the command says: the reply's lines with {@code |} between them, and
 * {@code !} at the end to close the connection after it. For {@code .} the lines are the replies to the message. An answer
 * of {@code hang} is no answer until the client has left.
 */
final class ScriptedServer implements AutoCloseable {
    static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final NetServer net = NetServer.create(NetSettings.defaults().withEventLoops(1));
    private final BoundListener listener;
    private final UnaryOperator<String> answers;
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();

    ScriptedServer(UnaryOperator<String> answers) throws IOException {
        this.answers = answers;
        ConnectionHandler handler = this::handle;
        listener = net.bind(
                ListenerSettings.of("scripted", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)), handler);
    }

    /** What a server says that takes everything; {@code except} says otherwise, or nothing. */
    static ScriptedServer taking(UnaryOperator<String> except) throws IOException {
        return new ScriptedServer(command -> {
            String other = except.apply(command);
            if (!other.isEmpty()) {
                return other;
            }
            return switch (verb(command)) {
                case "GREETING" -> "220 there";
                case "EHLO" -> "250-there|250 PIPELINING";
                case "LHLO" -> "250-there|250-PIPELINING|250 XDELIVERYID";
                case "DATA" -> "354 go on";
                case "QUIT" -> "221 bye!";
                default -> "250 2.0.0 ok";
            };
        });
    }

    static String verb(String command) {
        return command.split(" ")[0].toUpperCase(Locale.ROOT);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.port());
    }

    NetClient client() {
        return net.client();
    }

    int connections() {
        return connections.get();
    }

    /** Command lines, and messages as {@code message: } and their lines with {@code |} between them. */
    List<String> heard() {
        return List.copyOf(heard);
    }

    private void handle(Connection connection) throws IOException {
        connections.incrementAndGet();
        if (!say(connection, answers.apply("GREETING"))) {
            return;
        }
        while (true) {
            String command = line(connection);
            heard.add(command);
            String answer = answers.apply(command);
            if (!say(connection, answer)) {
                return;
            }
            if (answer.startsWith("354")) {
                heard.add("message: " + message(connection));
                if (!say(connection, answers.apply("."))) {
                    return;
                }
            }
        }
    }

    private static String message(Connection connection) throws IOException {
        StringBuilder message = new StringBuilder();
        for (String line = line(connection); !line.equals("."); line = line(connection)) {
            message.append(line).append('|');
        }
        return message.toString();
    }

    private static String line(Connection connection) throws IOException {
        return new String(connection.readLine(100_000, TIMEOUT), StandardCharsets.ISO_8859_1);
    }

    private static boolean say(Connection connection, String answer) throws IOException {
        if (answer.equals("hang")) {
            connection.await(TIMEOUT);
            return false;
        }
        String text = answer.replace("!", "");
        if (!text.isEmpty()) {
            connection.write(text.replace("|", "\r\n") + "\r\n");
            connection.flush();
        }
        return !answer.endsWith("!");
    }

    void stopListening() {
        listener.close();
    }

    @Override
    public void close() {
        net.close();
    }
}
