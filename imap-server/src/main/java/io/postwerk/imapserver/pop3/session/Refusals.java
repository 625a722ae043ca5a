package io.postwerk.imapserver.pop3.session;

import io.postwerk.imapserver.pop3.codec.Response;
import io.postwerk.imapserver.pop3.codec.Responses;
import java.util.Optional;

/** Message numbers that a command cannot mean. */
final class Refusals {
    private Refusals() {}

    /** RFC 1939 5: what to answer about a message that is not there, or marked as deleted; empty if it can be used. */
    static Optional<Response> of(Maildrop maildrop, int number) {
        if (!maildrop.exists(number)) return Optional.of(Responses.noSuchMessage());
        return maildrop.isDeleted(number) ? Optional.of(Responses.messageDeleted()) : Optional.empty();
    }
}
