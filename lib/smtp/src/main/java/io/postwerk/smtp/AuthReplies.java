package io.postwerk.smtp;

/** The part of the catalogue that answers AUTH (RFC 4954 6). */
public final class AuthReplies {
    private AuthReplies() {}

    public static final SmtpReply SUCCEEDED = Replies.reply(235, 2, 7, 0, "Authentication succeeded");

    /** A challenge of the mechanism (RFC 4954 4). */
    public static SmtpReply challenge(String base64) {
        return Replies.plain(334, base64);
    }

    /** Whatever is wrong with name, password or account: the client is not told which. */
    public static final SmtpReply FAILED = Replies.reply(535, 5, 7, 8, "Authentication failed");

    public static final SmtpReply TEMPORARY_FAILURE = Replies.reply(454, 4, 7, 0, "Temporary authentication failure");
    public static final SmtpReply CANCELLED = Replies.reply(501, 5, 7, 0, "Authentication cancelled");
    public static final SmtpReply MALFORMED = Replies.reply(501, 5, 5, 2, "Bad authentication data");

    // RFC 4954 6
    public static final SmtpReply LINE_TOO_LONG =
            Replies.reply(500, 5, 5, 6, "Authentication exchange line is too long");
    public static final SmtpReply UNKNOWN_MECHANISM = Replies.reply(504, 5, 5, 4, "Mechanism not supported");
    public static final SmtpReply NEEDS_TLS =
            Replies.reply(538, 5, 7, 11, "Encryption required for authentication: send STARTTLS first");
    public static final SmtpReply NOT_OFFERED = Replies.reply(503, 5, 5, 1, "Authentication is not offered here");
    public static final SmtpReply ALREADY = Replies.reply(503, 5, 5, 1, "Authenticated already");
}
