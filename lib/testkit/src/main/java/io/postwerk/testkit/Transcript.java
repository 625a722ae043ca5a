package io.postwerk.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.net.ConnectionClosedException;
import io.postwerk.net.ConnectionHandler;
import io.postwerk.testkit.ScriptedConnection.Happening;
import io.postwerk.testkit.ScriptedConnection.Turn;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A session as plain text, and the check that a server follows it to the letter.
 *
 * <pre>
 * S: +OK mx.example.org POP3 ready       a line that the server sends; … stands for anything
 * C: STLS                                a line that the client sends; CRLF is added. Lines that follow each other
 *                                        without an S: between them are sent at once (pipelined)
 * S: +OK Begin TLS negotiation now
 * * tls                                  TLS begins; with the number of octets of input that were dropped, if any
 * * silence                              the client says nothing until the server's timeout
 * * drain                                the server is told to stop
 * * event NAME                           what {@link #on} says happens
 * * close                                the server ends the session by itself (else: the client leaves)
 * </pre>
 *
 * {@code C:} lines may hold {@code \r \n \t \0 \\} and {@code \xHH}, for octets that a line of text cannot; one that ends with
 * {@code \} is sent without CRLF. An empty line, or one that begins with {@code #}, is a comment.
 */
public final class Transcript {
    private static final String ANYTHING = "…";

    private final List<String> expected;
    private final Map<String, Runnable> events = new HashMap<>();
    private boolean tls;

    private Transcript(List<String> expected) {
        this.expected = expected;
    }

    public static Transcript of(String text) {
        return new Transcript(text.lines()
                .map(String::stripTrailing)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList());
    }

    /** What {@code * event NAME} means. */
    public Transcript on(String name, Runnable happening) {
        events.put(name, happening);
        return this;
    }

    /** TLS is on before the first line. */
    public Transcript overTls() {
        tls = true;
        return this;
    }

    /** Runs the client's side against a server, and fails unless all goes as it is written. */
    public void verify(ConnectionHandler server) {
        ScriptedConnection connection = new ScriptedConnection(turns());
        if (tls) connection.withTls();
        try {
            server.handle(connection);
        } catch (ConnectionClosedException e) {
            // The client has left: nobody is there to be told.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            connection.close();
        }
        List<String> actual = render(connection);
        assertThat(String.join("\n", likeExpected(actual))).isEqualTo(String.join("\n", expected));
    }

    private List<Turn> turns() {
        List<Turn> turns = new ArrayList<>();
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        for (String line : expected) {
            if (line.startsWith("C:")) {
                input.writeBytes(octets(line));
                continue;
            }
            flush(input, turns);
            if (line.equals("* silence")) turns.add(new Turn.Silence());
            if (line.equals("* drain")) turns.add(new Turn.Drain());
            if (line.startsWith("* event ")) {
                String name = line.substring("* event ".length());
                Runnable happening = events.get(name);
                if (happening == null) throw new IllegalArgumentException("nothing is said of event " + name);
                turns.add(new Turn.Event(name, happening));
            }
        }
        flush(input, turns);
        return turns;
    }

    private static void flush(ByteArrayOutputStream input, List<Turn> turns) {
        if (input.size() > 0) turns.add(new Turn.Input(input.toByteArray()));
        input.reset();
    }

    private List<String> render(ScriptedConnection connection) {
        List<String> lines = new ArrayList<>();
        // The client's lines are shown as they are written, not as they are sent.
        List<String> clientLines =
                expected.stream().filter(line -> line.startsWith("C:")).collect(Collectors.toList());
        for (Happening happening : connection.happenings()) {
            switch (happening) {
                case Happening.Sent(byte[] octets) -> lines.addAll(serverLines(octets));
                case Happening.Paused(Duration time) -> lines.add("* pause " + time.toMillis() + " ms");
                case Happening.TlsStarted(int dropped) -> lines.add(dropped == 0 ? "* tls" : "* tls " + dropped);
                case Happening.Taken(Turn.Input(byte[] octets)) -> {
                    for (int sent = 0; sent < octets.length; ) {
                        String line = clientLines.removeFirst();
                        lines.add(line);
                        sent += octets(line).length;
                    }
                }
                case Happening.Taken(Turn.Silence()) -> lines.add("* silence");
                case Happening.Taken(Turn.Drain()) -> lines.add("* drain");
                case Happening.Taken(Turn.Event(String name, Runnable ignored)) -> lines.add("* event " + name);
            }
        }
        if (!connection.peerLeft()) lines.add("* close");
        return lines;
    }

    private static List<String> serverLines(byte[] octets) {
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        List<String> lines = new ArrayList<>();
        for (String line : text.split("(?<=\r\n)")) {
            boolean whole = line.endsWith("\r\n");
            String shown = (whole ? line.substring(0, line.length() - 2) : line + "\\")
                    .replace("\r", "\\r")
                    .replace("\n", "\\n");
            lines.add(("S: " + shown).stripTrailing());
        }
        return lines;
    }

    /** Where an expected line has a gap that the actual one fits, the expected one is shown. */
    private List<String> likeExpected(List<String> actual) {
        List<String> lines = new ArrayList<>(actual);
        for (int i = 0; i < lines.size() && i < expected.size(); i++) {
            String wanted = expected.get(i);
            if (!wanted.contains(ANYTHING)) continue;
            String pattern = List.of(wanted.split(ANYTHING, -1)).stream()
                    .map(Pattern::quote)
                    .collect(Collectors.joining(".*"));
            if (Pattern.matches(pattern, lines.get(i))) lines.set(i, wanted);
        }
        return lines;
    }

    private static byte[] octets(String clientLine) {
        String text = clientLine.length() > 2 ? clientLine.substring(clientLine.charAt(2) == ' ' ? 3 : 2) : "";
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i++);
            if (c != '\\') {
                octets.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
                continue;
            }
            if (i == text.length()) return octets.toByteArray();
            switch (text.charAt(i++)) {
                case 'r' -> octets.write('\r');
                case 'n' -> octets.write('\n');
                case 't' -> octets.write('\t');
                case '0' -> octets.write(0);
                case '\\' -> octets.write('\\');
                case 'x' -> {
                    octets.write(Integer.parseInt(text.substring(i, i + 2), 16));
                    i += 2;
                }
                default -> throw new IllegalArgumentException("unknown escape in: " + clientLine);
            }
        }
        octets.write('\r');
        octets.write('\n');
        return octets.toByteArray();
    }
}
