package io.postwerk.smtpserver.runtime;

import io.postwerk.runtime.LogContext;
import io.postwerk.smtp.SmtpVerb;
import io.postwerk.smtp.server.SessionFacts;
import io.postwerk.smtp.server.SmtpEvent;
import io.postwerk.smtpserver.receive.MailReceiver;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Logs what happens in sessions: logins, failed logins and failed TLS. {@link MailLog} logs what happens to mails. */
final class SessionLog implements MailReceiver.SessionObserver {
    private static final Logger LOG = System.getLogger("io.postwerk.smtpserver.session");

    private static final long LIMITS_EVERY = 1_000_000_000L;

    private final AtomicLong nextLimit = new AtomicLong(System.nanoTime());
    private final LongAdder unsaidLimits = new LongAdder();

    @Override
    public void observe(SessionFacts session, SmtpEvent event) {
        switch (event) {
            case SmtpEvent.Authenticated(String mechanism, var user) ->
                log(Level.INFO, session, "login user=<" + user.address() + "> mechanism=" + mechanism);
            case SmtpEvent.AuthenticationFailed(String mechanism, var reason) ->
                log(Level.INFO, session, "login failed mechanism=" + mechanism + " reason=" + reason);
            case SmtpEvent.TlsFailed(String why) -> log(Level.INFO, session, "TLS failed: " + why);
            case SmtpEvent.LimitReached(var limit) -> limitReached(session, limit);
            case SmtpEvent.Delayed(var limit) -> log(Level.DEBUG, session, "delayed: limit=" + limit);
            case SmtpEvent.Closed(var reason) -> log(Level.DEBUG, session, "closed: " + reason);
            case SmtpEvent.Opened opened -> log(Level.DEBUG, session, "opened");
            case SmtpEvent.EarlyTalker early -> log(Level.DEBUG, session, "spoke before the greeting");
            case SmtpEvent.UnusualHello(var name) -> log(Level.DEBUG, session, "unusual hello: " + name.text());
            case SmtpEvent.Refused refused -> refused(session, refused);
        }
    }

    /** One line a second at most: a client that is turned away may come again thousands of times in it. */
    private void limitReached(SessionFacts session, SmtpEvent.Limit limit) {
        long now = System.nanoTime();
        long due = nextLimit.get();
        if (now - due < 0 || !nextLimit.compareAndSet(due, now + LIMITS_EVERY)) {
            unsaidLimits.increment();
            return;
        }
        log(Level.INFO, session, "ended by a limit: limit=" + limit + " more=" + unsaidLimits.sumThenReset());
    }

    private static void refused(SessionFacts session, SmtpEvent.Refused refused) {
        if (!LOG.isLoggable(Level.DEBUG)) {
            return;
        }
        String what = "refused " + refused.verb().map(SmtpVerb::name).orElse("a line") + ": " + refused.reply();
        if (refused.mail().isEmpty()) {
            log(Level.DEBUG, session, what);
            return;
        }
        try (LogContext _ = LogContext.mail(refused.mail().get().value())) {
            log(Level.DEBUG, session, what);
        }
    }

    private static void log(Level level, SessionFacts session, String what) {
        if (!LOG.isLoggable(level)) {
            return;
        }
        try (LogContext _ = LogContext.session(session.client().sessionId())) {
            LOG.log(
                    level,
                    what + " client=" + session.client().remote() + " listener="
                            + session.client().listener());
        }
    }
}
