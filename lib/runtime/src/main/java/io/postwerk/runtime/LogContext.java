package io.postwerk.runtime;

import org.jboss.logging.MDC;

/**
 * Ids that follow a piece of work through the log: every record that the thread writes within the scope carries them
 * as fields of {@code mdc} in its JSON.
 *
 * <pre>{@code
 * try (LogContext scope = LogContext.session(id)) { ... }
 * }</pre>
 */
public final class LogContext implements AutoCloseable {
    /** The id of a connection's session. */
    public static final String SESSION_ID = "sessionId";

    /** The id of a mail, from the SMTP session that took it to the mailbox. */
    public static final String MAIL_ID = "mailId";

    private final String key;
    private final Object before;

    private LogContext(String key, String value) {
        this.key = key;
        this.before = MDC.get(key);
        MDC.put(key, value);
    }

    /** Records carry this session's id until the scope is closed. */
    public static LogContext session(String id) {
        return new LogContext(SESSION_ID, id);
    }

    /** Records carry this mail's id until the scope is closed. */
    public static LogContext mail(String id) {
        return new LogContext(MAIL_ID, id);
    }

    /** Ends the scope: the id that was there before it is there again. */
    @Override
    public void close() {
        if (before == null) MDC.remove(key);
        else MDC.put(key, before);
    }
}
