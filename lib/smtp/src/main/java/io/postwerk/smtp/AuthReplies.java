package io.postwerk.smtp;

/** The part of the catalogue that answers AUTH (RFC 4954 6). */
public final class AuthReplies {
    private AuthReplies() {}

    public static SmtpReply succeeded() {
        return Replies.reply(235, 2, 7, 0, "Authentication succeeded");
    }

    /** A challenge of the mechanism (RFC 4954 4). */
    public static SmtpReply challenge(String base64) {
        return Replies.plain(334, base64);
    }

    /** Whatever is wrong with name, password or account: the client is not told which. */
    public static SmtpReply failed() {
        return Replies.reply(535, 5, 7, 8, "Authentication failed");
    }

    public static SmtpReply temporaryFailure() {
        return Replies.reply(454, 4, 7, 0, "Temporary authentication failure");
    }

    public static SmtpReply cancelled() {
        return Replies.reply(501, 5, 7, 0, "Authentication cancelled");
    }

    public static SmtpReply malformed() {
        return Replies.reply(501, 5, 5, 2, "Bad authentication data");
    }

    public static SmtpReply lineTooLong() {
        // RFC 4954 6
        return Replies.reply(500, 5, 5, 6, "Authentication exchange line is too long");
    }

    public static SmtpReply unknownMechanism() {
        return Replies.reply(504, 5, 5, 4, "Mechanism not supported");
    }

    public static SmtpReply needsTls() {
        return Replies.reply(538, 5, 7, 11, "Encryption required for authentication: send STARTTLS first");
    }

    public static SmtpReply notOffered() {
        return Replies.reply(503, 5, 5, 1, "Authentication is not offered here");
    }

    public static SmtpReply already() {
        return Replies.reply(503, 5, 5, 1, "Authenticated already");
    }
}
