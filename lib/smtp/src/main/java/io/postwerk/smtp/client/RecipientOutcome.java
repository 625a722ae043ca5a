package io.postwerk.smtp.client;

import io.postwerk.smtp.SmtpReply;

/** What became of a mail for one recipient. */
public sealed interface RecipientOutcome {
    /**
     * The server has decided: 2xx, it has taken the mail; 4xx, it may later; 5xx, it never will. It is the reply to the
     * final dot, or to the earlier command that ended the matter for this recipient.
     */
    record Answered(SmtpReply reply) implements RecipientOutcome {}

    /** The connection failed before the final dot was sent: the server has not taken the mail. */
    record NotSent(String why) implements RecipientOutcome {}

    /** The connection failed after the final dot, before the reply: the server may have taken the mail (RFC 1047). */
    record InDoubt(String why) implements RecipientOutcome {}
}
