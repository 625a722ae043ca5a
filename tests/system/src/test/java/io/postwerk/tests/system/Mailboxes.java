package io.postwerk.tests.system;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends mail as a stranger and looks into mailboxes over IMAPS, by hand. */
final class Mailboxes {
    static final String ALICE = "alice@example.org";
    static final String BOB = "bob@example.org";

    private static final Pattern SUBJECT = Pattern.compile("(?im)^Subject: ?(.*)$");

    private Mailboxes() {}

    static String password(String user) {
        return user.equals(ALICE) ? "wonderland" : "builder";
    }

    /** A stranger's whole session at port 2525; returns the reply to the message, or the first refusal. */
    static String send(String from, String to, String subject) throws IOException {
        return send(Site.HERE, from, to, subject);
    }

    static String send(Site site, String from, String to, String subject) throws IOException {
        try (Dialog smtp = Dialog.plain(site.smtp(), site.smtpPort())) {
            smtp.reply();
            smtp.ask("HELO client.test");
            for (String command : List.of("MAIL FROM:<" + from + ">", "RCPT TO:<" + to + ">", "DATA")) {
                String reply = smtp.ask(command);
                if (reply.charAt(0) > '3') return reply;
            }
            return smtp.ask("From: " + from + "\r\nSubject: " + subject + "\r\n\r\nHello.\r\n.");
        }
    }

    /** Logged in over IMAPS, INBOX selected. */
    static Dialog inbox(String user) throws IOException {
        return inbox(Site.HERE, user, password(user));
    }

    static Dialog inbox(Site site, String user, String password) throws IOException {
        Dialog imap = Dialog.tls(site.mailbox(), site.imapsPort());
        imap.line();
        String answer = imap.tagged("LOGIN " + user + " " + password);
        if (!answer.contains(" OK ")) throw new AssertionError(answer);
        imap.tagged("SELECT INBOX");
        return imap;
    }

    /** The subjects of a user's INBOX, in order. */
    static List<String> subjects(String user) throws IOException {
        return subjects(Site.HERE, user, password(user));
    }

    static List<String> subjects(Site site, String user, String password) throws IOException {
        try (Dialog imap = inbox(site, user, password)) {
            Matcher matcher = SUBJECT.matcher(imap.tagged("FETCH 1:* BODY.PEEK[HEADER.FIELDS (SUBJECT)]"));
            List<String> subjects = new ArrayList<>();
            while (matcher.find()) subjects.add(matcher.group(1).strip());
            return subjects;
        }
    }

    /** As {@link #subjects}, for where an exception is a failure of the test. */
    static List<String> subjectsOrFail(String user) {
        try {
            return subjects(user);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static void awaitSubject(String user, String subject) {
        await("\"" + subject + "\" in the INBOX of " + user)
                .atMost(Instance.TIMEOUT)
                // imap-server may just be starting again.
                .ignoreExceptions()
                .until(() -> subjects(user).contains(subject));
    }

    /** The whole text of the message with that subject. */
    static String message(String user, String subject) throws IOException {
        try (Dialog imap = inbox(user)) {
            String found = imap.tagged("SEARCH SUBJECT \"" + subject + "\"");
            Matcher matcher = Pattern.compile("(?m)^\\* SEARCH (\\d+)$").matcher(found);
            if (!matcher.find()) throw new AssertionError("no single message \"" + subject + "\": " + found);
            return imap.tagged("FETCH " + matcher.group(1) + " BODY.PEEK[]");
        }
    }
}
