package io.postwerk.imapserver.imap.message;

import io.postwerk.mail.LongWork;
import io.postwerk.mail.MessageSource;
import io.postwerk.mail.MessageSummary;
import io.postwerk.store.Flags;
import io.postwerk.store.StoredMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/** Messages for tests, written with LF. */
public final class Messages {
    /** A multipart message with a text, a message that has an attachment itself, and an image. */
    public static final String NESTED = """
            From: Terry Gray <gray@cac.example>
            To: imap@cac.example
            Subject: nested
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary="outer"

            preamble
            --outer
            Content-Type: text/plain; charset=utf-8
            Content-Language: en

            first
            --outer
            Content-Type: message/rfc822
            Content-Description: forwarded

            From: fred@example.org
            Subject: inner
            Date: Mon, 7 Feb 1994 21:52:25 -0800
            Content-Type: multipart/alternative; boundary=inner

            --inner
            Content-Type: text/plain

            plain text
            --inner
            Content-Type: text/html
            Content-Transfer-Encoding: quoted-printable

            <b>caf=C3=A9</b>
            --inner--
            --outer
            Content-Type: image/png; name="a.png"
            Content-Transfer-Encoding: base64
            Content-ID: <a@b>
            Content-Disposition: attachment; filename="a.png"; size=3

            AAEC
            --outer--
            epilogue
            """;

    private Messages() {}

    public static byte[] octets(String text) {
        return text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    public static StoredMessage stored(String text) throws IOException {
        MessageSource source = MessageSource.of(octets(text));
        return new StoredMessage(
                1,
                1,
                Flags.NONE,
                Instant.EPOCH,
                Optional.of(MessageSummary.of(source).encode()),
                source);
    }

    static MessageText text(String message) throws IOException {
        StoredMessage stored = stored(message);
        LongWork work = new LongWork(LongWork.Check.NONE);
        work.close(); // Never takes a turn, which nobody would give back
        return new MessageText(stored.body(), stored.summary(), work);
    }
}
