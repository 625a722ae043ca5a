package io.postwerk.cli.violation;

/** Breaks: control never touches servers; programs never touch each other. */
public final class TouchesServer {
    Object server = new io.postwerk.smtpserver.violation.TouchesMuch();
}
