package io.postwerk.imapserver.lmtp;

import io.postwerk.mail.EmailAddress;
import io.postwerk.mail.MessageSource;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** RFC 5321 4.4: the reverse-path of the envelope, kept at the beginning of the message by whoever delivers it finally. */
final class ReturnPath {
    private ReturnPath() {}

    /** The header with its CRLF; {@code <>} for the null reverse-path. */
    static MessageSource of(Optional<EmailAddress> reversePath) {
        String path = reversePath.map(EmailAddress::toString).orElse("");
        return MessageSource.of(("Return-Path: <" + path + ">\r\n").getBytes(StandardCharsets.UTF_8));
    }
}
