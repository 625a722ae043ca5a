package io.postwerk.cli.violation;

/** Breaks: control has no sockets of ours beneath it. */
public final class SpeaksSasl {
    Object exchange = new io.postwerk.sasl.violation.Exchange();
}
