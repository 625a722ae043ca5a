package io.postwerk.authsidecar.audit;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Locale;
import java.util.Optional;

/**
 * One line per decision, as {@code name=value} pairs, at level INFO of the logger {@value #LOGGER}. Values that come from clients
 * are quoted and have neither control characters nor line ends, so that nobody can forge a line.
 */
public final class AuditLog implements Decision.Observer {

    /** Name of the logger. */
    public static final String LOGGER = "io.postwerk.audit.login";

    private static final int MAX_VALUE = 320;

    private final Logger log = System.getLogger(LOGGER);

    @Override
    public void made(Decision decision) {
        if (log.isLoggable(Level.INFO)) {
            log.log(Level.INFO, line(decision));
        }
    }

    static String line(Decision decision) {
        var line = new StringBuilder(160);
        switch (decision.outcome()) {
            case Decision.Outcome.Accepted accepted -> {
                line.append("login outcome=accepted");
                add(line, "user", Optional.of(accepted.user().address().toString()));
                add(line, "mailbox", Optional.of(accepted.user().mailboxId()));
            }
            case Decision.Outcome.Refused refused -> {
                line.append("login outcome=refused reason=")
                        .append(refused.reason().name().toLowerCase(Locale.ROOT));
                add(line, "user", decision.claimedName());
            }
            case Decision.Outcome.Cancelled() -> {
                line.append("login outcome=cancelled");
                add(line, "user", decision.claimedName());
            }
            case Decision.Outcome.Penalised() -> line.append("login outcome=refused reason=penalty");
        }
        add(line, "mechanism", Optional.of(decision.mechanism()));
        add(line, "service", Optional.of(decision.service()));
        add(line, "client", decision.client());
        add(line, "session", decision.session());
        return line.toString();
    }

    private static void add(StringBuilder line, String name, Optional<String> value) {
        value.ifPresent(text -> {
            line.append(' ').append(name).append("=\"");
            int count = 0; // a loop: this is most of what a login costs whose password is remembered
            for (int i = 0; i < text.length() && count < MAX_VALUE; count++) {
                int c = text.codePointAt(i);
                append(line, c);
                i += Character.charCount(c);
            }
            line.append('"');
        });
    }

    private static void append(StringBuilder line, int c) {
        if (c == '"' || c == '\\') {
            line.append('\\').appendCodePoint(c);
        } else if (isHarmless(c)) {
            line.appendCodePoint(c);
        } else {
            line.append(String.format("\\u{%x}", c));
        }
    }

    private static boolean isHarmless(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
