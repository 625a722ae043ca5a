package io.postwerk.smtpserver.runtime;

import io.postwerk.runtime.LogContext;
import io.postwerk.smtp.SmtpVerb;
import io.postwerk.smtp.server.SessionFacts;
import io.postwerk.smtp.server.SmtpEvent;
import io.postwerk.smtpserver.receive.MailReceiver;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Logs what happens in sessions: logins, failed logins and failed TLS. {@link MailLog} logs what happens to mails. */
final class SessionLog implements MailReceiver.SessionObserver {
    private static final Logger LOG = System.getLogger("io.postwerk.smtpserver.session");

    @Override
    public void observe(SessionFacts session, SmtpEvent event) {
        switch (event) {
            case SmtpEvent.Authenticated(String mechanism, var user) ->
                log(Level.INFO, session, "login user=<" + user.address() + "> mechanism=" + mechanism);
            case SmtpEvent.AuthenticationFailed(String mechanism, var reason) ->
                log(Level.INFO, session, "login failed mechanism=" + mechanism + " reason=" + reason);
            case SmtpEvent.TlsFailed(String why) -> log(Level.INFO, session, "TLS failed: " + why);
            case SmtpEvent.LimitReached(var limit) -> log(Level.INFO, session, "ended by a limit: limit=" + limit);
            case SmtpEvent.Delayed(var limit) -> log(Level.DEBUG, session, "delayed: limit=" + limit);
            case SmtpEvent.Closed(var reason) -> log(Level.DEBUG, session, "closed: " + reason);
            case SmtpEvent.Opened opened -> log(Level.DEBUG, session, "opened");
            case SmtpEvent.EarlyTalker early -> log(Level.DEBUG, session, "spoke before the greeting");
            case SmtpEvent.UnusualHello(var name) -> log(Level.DEBUG, session, "unusual hello: " + name.text());
            case SmtpEvent.Refused refused -> refused(session, refused);
        }
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
