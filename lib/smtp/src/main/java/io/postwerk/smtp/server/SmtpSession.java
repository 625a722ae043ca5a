package io.postwerk.smtp.server;

import io.postwerk.net.Connection;

/** One session, from its greeting to its end. */
final class SmtpSession {
    private volatile SessionFacts facts;

    SmtpSession(SmtpServerSettings settings, SmtpBackend backend, Connection connection) {}

    SessionFacts facts() {
        return facts;
    }

    void run() {}

    void logOut() {}
}
