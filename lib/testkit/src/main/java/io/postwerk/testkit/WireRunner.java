package io.postwerk.testkit;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs the steps of a {@link WireTranscript}, one connection for each client in it. */
final class WireRunner implements AutoCloseable {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z][A-Za-z0-9]*)}");
    private static final int SHOWN = 30;

    private final String name;
    private final InetSocketAddress server;
    private final boolean tls;
    private final Map<String, String> variables;
    private final Map<String, WireClient> clients = new HashMap<>();
    private final Deque<String> conversation = new ArrayDeque<>();

    WireRunner(String name, InetSocketAddress server, boolean tls, Map<String, String> variables) {
        this.name = name;
        this.server = server;
        this.tls = tls;
        this.variables = new HashMap<>(variables);
    }

    void run(List<WireStep> steps) throws IOException {
        boolean skipping = false;
        boolean anyOrder = false;
        List<WireStep.Hear> group = new ArrayList<>();
        for (WireStep step : steps) {
            WireClient client = client(step.place());
            switch (step) {
                case WireStep.Say say -> say(client, say);
                case WireStep.Hear hear -> {
                    if (anyOrder) {
                        group.add(hear);
                    } else {
                        hear(client, hear, skipping);
                    }
                    skipping = false;
                }
                case WireStep.SkipUntilNext skip -> skipping = true;
                case WireStep.BeginAnyOrder begin -> anyOrder = true;
                case WireStep.EndAnyOrder end -> {
                    hearInAnyOrder(client, end, group);
                    anyOrder = false;
                }
                case WireStep.StartTls start -> client.startTls();
                case WireStep.Shutdown shutdown -> client.shutdownOutput();
                case WireStep.HearClosed closed -> hearClosed(client, closed);
            }
        }
    }

    private WireClient client(WireStep.Place place) throws IOException {
        WireClient client = clients.get(place.client());
        if (client == null) {
            client = WireClient.connect(server, tls);
            clients.put(place.client(), client);
        }
        return client;
    }

    private void say(WireClient client, WireStep.Say say) throws IOException {
        String text = filled(say.place(), say.text());
        remember("C", say.place(), text);
        client.write(say.line() ? text + "\r\n" : unescaped(say.place(), text));
    }

    private void hear(WireClient client, WireStep.Hear expected, boolean skipping) throws IOException {
        while (true) {
            String line = read(client, expected.place());
            if (matches(expected, line)) {
                return;
            }
            if (!skipping) {
                throw failure(expected.place(), "came: " + line);
            }
        }
    }

    private void hearInAnyOrder(WireClient client, WireStep.EndAnyOrder end, List<WireStep.Hear> expected)
            throws IOException {
        // Exact lines first: a pattern may match them too.
        expected.sort(Comparator.comparing(WireStep.Hear::pattern));
        while (!expected.isEmpty()) {
            String line = read(client, end.place());
            Optional<WireStep.Hear> found =
                    expected.stream().filter(hear -> matches(hear, line)).findFirst();
            expected.remove(found.orElseThrow(() -> failure(
                    end.place(),
                    "came: " + line + "\nleft of the expected: "
                            + expected.stream().map(hear -> hear.place().line()).toList())));
        }
    }

    private void hearClosed(WireClient client, WireStep.HearClosed expected) throws IOException {
        Optional<String> line = client.readLine();
        if (line.isPresent()) {
            throw failure(expected.place(), "came: " + line.get());
        }
    }

    private String read(WireClient client, WireStep.Place place) {
        try {
            String line = client.readLine().orElseThrow(() -> failure(place, "the server ended the stream"));
            remember("S", place, line);
            return line;
        } catch (IOException e) {
            AssertionError failure = failure(place, String.valueOf(e.getMessage()));
            failure.initCause(e);
            throw failure;
        }
    }

    private boolean matches(WireStep.Hear expected, String line) {
        if (!expected.pattern()) {
            return line.equals(filled(expected.place(), expected.text()));
        }
        Matcher matcher =
                Pattern.compile(filled(expected.place(), expected.text())).matcher(line);
        if (!matcher.matches()) {
            return false;
        }
        matcher.namedGroups().keySet().forEach(group -> variables.put(group, matcher.group(group)));
        return true;
    }

    private String filled(WireStep.Place place, String text) {
        return VARIABLE.matcher(text).replaceAll(match -> {
            String value = variables.get(match.group(1));
            if (value == null) {
                throw failure(place, "nothing has set ${" + match.group(1) + "}");
            }
            return Matcher.quoteReplacement(value);
        });
    }

    private String unescaped(WireStep.Place place, String text) {
        StringBuilder octets = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\') {
                octets.append(c);
                continue;
            }
            char escape = ++i < text.length() ? text.charAt(i) : ' ';
            switch (escape) {
                case 'r' -> octets.append('\r');
                case 'n' -> octets.append('\n');
                case 't' -> octets.append('\t');
                case '0' -> octets.append('\0');
                case '\\' -> octets.append('\\');
                case 'x' -> {
                    octets.append((char) Integer.parseInt(text, i + 1, Math.min(i + 3, text.length()), 16));
                    i += 2;
                }
                default -> throw failure(place, "no such escape: \\" + escape);
            }
        }
        return octets.toString();
    }

    private void remember(String who, WireStep.Place place, String line) {
        if (conversation.size() == SHOWN) {
            conversation.removeFirst();
        }
        conversation.add(who + place.client() + ": " + line);
    }

    private AssertionError failure(WireStep.Place place, String problem) {
        return new AssertionError("%s:%d: %s%n%s%n--- the conversation so far%n%s"
                .formatted(name, place.number(), place.line(), problem, String.join("\n", conversation)));
    }

    @Override
    public void close() throws IOException {
        for (WireClient client : clients.values()) {
            client.close();
        }
    }
}
