package io.postwerk.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A conversation with a running server, as plain text that is read like the examples in RFCs. It goes through real sockets;
 * {@link Transcript} is for a session alone.
 *
 * <pre>
 * # A comment.
 * S~ 220 .*                     the server says a line that matches (java.util.regex, the whole line)
 * C: EHLO client.example        the client says a line; CRLF is added, nothing in it is special
 * S: 250-mx.example.org         the server says exactly this line
 * S...                          lines of any kind, until one is as the next line here says
 * S~ 250[ -]STARTTLS
 * S{                            these lines, in any order
 * S: * FLAGS (\Seen)
 * S~ \* OK \[UIDVALIDITY (?&lt;validity&gt;[0-9]+)\] .*
 * S}
 * C: a2 STATUS INBOX ${validity}   what a named group matched, or the caller has given
 * C&lt; raw \r\n \t \0 \x80 \\    octets with escapes; no CRLF is added
 * C! STARTTLS                   the client goes over to TLS (any certificate will do)
 * C! SHUTDOWN                   the client ends its side of the stream
 * S! CLOSED                     the server ends the stream
 * C2: NOOP                      a second client, which connects here
 * </pre>
 *
 * <p>Text is ISO 8859-1 on the wire, so that every octet can be written. Empty lines are for the eye.
 */
public final class WireTranscript {

    private static final Pattern STEP = Pattern.compile("([CS])([0-9]?)(:|~|<|!|\\{|}|\\.\\.\\.)(?: (.*))?");

    private final String name;
    private final List<WireStep> steps;

    private WireTranscript(String name, List<WireStep> steps) {
        this.name = name;
        this.steps = steps;
    }

    /** A transcript from a text. */
    public static WireTranscript of(String name, String text) {
        List<WireStep> steps = new ArrayList<>();
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            if (!line.isBlank() && !line.startsWith("#")) {
                steps.add(parse(name, number, line));
            }
        }
        return new WireTranscript(name, steps);
    }

    /** A transcript from a resource beside a class. */
    public static WireTranscript resource(Class<?> beside, String name) throws IOException {
        try (InputStream in = beside.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("no resource " + name + " beside " + beside.getName());
            }
            return of(name, new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
        }
    }

    private static WireStep parse(String name, int number, String line) {
        Matcher matcher = STEP.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(name + ":" + number + ": not a step: " + line);
        }
        String text = matcher.group(4) == null ? "" : matcher.group(4);
        WireStep.Place place = new WireStep.Place(number, line, matcher.group(2));
        return switch (matcher.group(1) + matcher.group(3)) {
            case "C:" -> new WireStep.Say(place, text, true);
            case "C<" -> new WireStep.Say(place, text, false);
            case "S:" -> new WireStep.Hear(place, text, false);
            case "S~" -> new WireStep.Hear(place, text, true);
            case "S..." -> new WireStep.SkipUntilNext(place);
            case "S{" -> new WireStep.BeginAnyOrder(place);
            case "S}" -> new WireStep.EndAnyOrder(place);
            case "C!", "S!" -> WireStep.action(name, place, matcher.group(1) + " " + text);
            default -> throw new IllegalArgumentException(name + ":" + number + ": not a step: " + line);
        };
    }

    /** Runs it against a server that speaks in the clear first. */
    public void run(InetSocketAddress server) throws IOException {
        run(server, Map.of());
    }

    /**
     * Runs it with some variables given.
     *
     * @throws AssertionError with the place, what was expected and what came, and the conversation so far
     */
    public void run(InetSocketAddress server, Map<String, String> variables) throws IOException {
        try (WireRunner runner = new WireRunner(name, server, false, variables)) {
            runner.run(steps);
        }
    }

    /** Runs it against a server with implicit TLS; any certificate will do. */
    public void runOverTls(InetSocketAddress server, Map<String, String> variables) throws IOException {
        try (WireRunner runner = new WireRunner(name, server, true, variables)) {
            runner.run(steps);
        }
    }
}
