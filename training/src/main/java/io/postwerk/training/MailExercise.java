package io.postwerk.training;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.postwerk.config.ListenerProtocol;
import io.postwerk.config.server.TlsConfig;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;

/** What clients say to an installation: every protocol once, each mechanism that has a password, both kinds of TLS. */
final class MailExercise {
    private static final String USER = "training@example.org";
    private static final String PASSWORD = "training";
    private static final int DELIVERIES_TRIED = 200;

    private static final String MESSAGE = """
            From: Training <training@example.org>
            To: training@example.org
            Subject: training
            MIME-Version: 1.0
            Content-Type: multipart/alternative; boundary=b

            --b
            Content-Type: text/plain; charset=utf-8

            text
            --b
            Content-Type: text/html

            <p>text
            --b--
            .""".replace("\n", "\r\n");

    private final Ports ports;

    /** Where the installation listens. */
    @FunctionalInterface
    interface Ports {
        int of(ListenerProtocol protocol, TlsConfig.Mode tls) throws IOException;
    }

    MailExercise(Ports ports) {
        this.ports = ports;
    }

    /** Mail for one mailbox, which is delivered at once, for two, which goes through the queue, and by a user. */
    void send() throws IOException {
        try (Dialog stranger = Dialog.connect(ports.of(ListenerProtocol.SMTP, TlsConfig.Mode.START_TLS))) {
            stranger.expect("220");
            stranger.ask("EHLO client.example", "250");
            stranger.ask("STARTTLS", "220");
            stranger.startTls();
            stranger.ask("EHLO client.example", "250");
            mail(stranger, "stranger@client.example", USER);
            mail(stranger, "stranger@client.example", "both@example.org");
            stranger.ask("QUIT", "221");
        }
        try (Dialog user = Dialog.connect(ports.of(ListenerProtocol.SUBMISSION, TlsConfig.Mode.IMPLICIT))) {
            user.startTls();
            user.expect("220");
            user.ask("EHLO client.example", "250");
            user.ask("AUTH PLAIN " + base64("\0" + USER + "\0" + PASSWORD), "235");
            mail(user, USER, "other@example.org");
            user.ask("QUIT", "221");
        }
    }

    private static void mail(Dialog smtp, String sender, String recipient) throws IOException {
        smtp.ask("MAIL FROM:<" + sender + ">", "250");
        smtp.ask("RCPT TO:<" + recipient + ">", "250");
        smtp.ask("DATA", "354");
        smtp.ask(MESSAGE, "250");
    }

    /** Reads the mail that {@link #send} has sent. */
    void read() throws IOException, InterruptedException {
        try (Dialog imap = Dialog.connect(ports.of(ListenerProtocol.IMAP, TlsConfig.Mode.START_TLS))) {
            imap.expect("*");
            imap.ask("a STARTTLS", "a OK");
            imap.startTls();
            logInByScram(imap);
            imap.ask("c LOGOUT", "c OK");
        }
        try (Dialog imap = Dialog.connect(ports.of(ListenerProtocol.IMAP, TlsConfig.Mode.IMPLICIT))) {
            imap.startTls();
            imap.expect("*");
            imap.ask("a LOGIN " + USER + " " + PASSWORD, "a OK");
            awaitMail(imap);
            for (String command : List.of(
                    "CAPABILITY",
                    "LIST \"\" *",
                    "SELECT INBOX",
                    "UID FETCH 1:* (UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODYSTRUCTURE BODY.PEEK[])",
                    "UID STORE 1 +FLAGS (\\Seen)",
                    "UID SEARCH UNSEEN SUBJECT training",
                    "LOGOUT")) {
                imap.ask("b " + command, "b OK");
            }
        }
        try (Dialog pop3 = Dialog.connect(ports.of(ListenerProtocol.POP3, TlsConfig.Mode.IMPLICIT))) {
            pop3.startTls();
            pop3.expect("+OK");
            pop3.ask("CAPA", ".");
            pop3.ask("USER " + USER, "+OK");
            pop3.ask("PASS " + PASSWORD, "+OK");
            pop3.ask("STAT", "+OK");
            pop3.ask("UIDL", ".");
            pop3.ask("LIST", ".");
            pop3.ask("RETR 1", ".");
            pop3.ask("DELE 1", "+OK");
            pop3.ask("QUIT", "+OK");
        }
    }

    private static void logInByScram(Dialog imap) throws IOException {
        try {
            ScramSha256 scram = new ScramSha256(USER, PASSWORD);
            imap.ask("b AUTHENTICATE SCRAM-SHA-256", "+");
            String challenge = imap.ask(base64(scram.first()), "+").substring(2);
            String proof = scram.proof(new String(Base64.getDecoder().decode(challenge), UTF_8));
            imap.ask(base64(proof), "+");
            imap.ask("", "b OK");
        } catch (GeneralSecurityException e) {
            throw new IOException("no SCRAM", e);
        }
    }

    /** Until that of the queue has come too. */
    private static void awaitMail(Dialog imap) throws IOException, InterruptedException {
        for (int i = 0; i < DELIVERIES_TRIED; i++) {
            imap.ask("d STATUS INBOX (MESSAGES)", "d OK");
            if (imap.heard().contains("MESSAGES 2")) return;
            Thread.sleep(50);
        }
        throw new IOException("the queue has not delivered its mail: " + imap.heard());
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }
}
