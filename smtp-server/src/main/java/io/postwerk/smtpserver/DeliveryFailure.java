package io.postwerk.smtpserver;

import io.postwerk.smtp.EnhancedCode;
import io.postwerk.smtp.Replies;
import io.postwerk.smtp.SmtpReply;
import java.util.Objects;

/**
 * Why a recipient was not reached: the reply of the server asked, or a reason of our own in the same form.
 *
 * @param host the name of the server that said so; empty if the reason is our own
 * @param code reply code (RFC 5321 4.2)
 * @param text the reply's text on one line
 */
public record DeliveryFailure(String host, int code, EnhancedCode enhanced, String text) {
    /** RFC 3463 3.3: X.2.2 mailbox full. */
    public static final EnhancedCode MAILBOX_FULL = new EnhancedCode(4, 2, 2);

    public DeliveryFailure {
        Objects.requireNonNull(host);
        Objects.requireNonNull(enhanced);
        Objects.requireNonNull(text);
        if (code < 0 || code > 599) {
            throw new IllegalArgumentException("not a reply code: " + code);
        }
    }

    /** A refusal by {@code host}. */
    public static DeliveryFailure of(String host, SmtpReply reply) {
        return new DeliveryFailure(
                host, reply.code(), reply.enhanced().orElseGet(() -> unspecified(reply.code())), reply.text());
    }

    /** No connection to {@code host} could be made. */
    public static DeliveryFailure noAnswer(String host, String why) {
        return own(Replies.noAnswer(host), why);
    }

    /** The connection to {@code host} broke within a transaction. */
    public static DeliveryFailure connectionLost(String host, String why) {
        return own(Replies.connectionLost(host), why);
    }

    /** A reason of our own. */
    public static DeliveryFailure own(SmtpReply reply, String why) {
        DeliveryFailure failure = of("", reply);
        return why.isEmpty()
                ? failure
                : new DeliveryFailure("", failure.code, failure.enhanced, failure.text + ": " + why);
    }

    /** The enhanced code of a refusal that has none (RFC 3463 3.1: X.0.0, other undefined status). */
    public static EnhancedCode unspecified(int code) {
        return new EnhancedCode(code >= 500 ? 5 : 4, 0, 0);
    }

    /** The refusal as a client is told it. */
    public SmtpReply reply() {
        return Replies.passedOn(code, enhanced, text);
    }

    /** Whether trying again is pointless (RFC 5321 4.2.1: 5yz). */
    public boolean permanent() {
        return code >= 500;
    }

    @Override
    public String toString() {
        return code + " " + enhanced + " " + text;
    }
}
