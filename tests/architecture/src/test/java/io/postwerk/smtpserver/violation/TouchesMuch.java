package io.postwerk.smtpserver.violation;

import io.postwerk.plan.violation.AsksTheClock;
import io.postwerk.smtp.violation.SmtpReply;

/** Breaks: servers never touch resources; no sockets outside net; replies only from the catalogue. */
public final class TouchesMuch {
    Object plan = new AsksTheClock();
    Class<?> socket = java.net.Socket.class;
    Object reply = new SmtpReply();
    java.net.ServerSocket listener;
}
