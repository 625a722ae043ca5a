package io.postwerk.tests.siege;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/** Mails of many addresses and parts from a stranger, whose envelopes and structures are then fetched by all who got them. */
final class HostileSummaries implements Attack {
    private static final int USERS = 40;
    private static final int MAILS = 120;
    private static final int MANY = 20_000;

    @Override
    public String name() {
        return "summaries";
    }

    @Override
    public int users() {
        return USERS;
    }

    /** 20,000 recipients, as many copies, and as many parts, in 460 KB. */
    private static String message() {
        StringBuilder message = new StringBuilder();
        for (String field : List.of("To", "Cc")) {
            message.append(field).append(":\r\n");
            // RFC 5322 2.1.1: lines of at most 998 octets
            for (int i = 0; i < MANY / 200; i++)
                message.append(' ').append("a@b,".repeat(200)).append("\r\n");
        }
        return message.append("Content-Type: multipart/mixed; boundary=b\r\n\r\n")
                .append("--b\r\n\r\nx\r\n\r\n".repeat(MANY))
                .append("--b--")
                .toString();
    }

    @Override
    public void run(Siege siege) throws Exception {
        String message = message();
        siege.watched(() -> {
            int[] accepted = new int[1];
            // The first mailbox gets all mails, the others some.
            for (int mail = 0; mail < MAILS; mail++) accepted[0] += send(mail, message, Manifests.user(0)) ? 1 : 0;
            for (int user = 1; user < USERS; user++) send(user, message, Manifests.user(user));
            siege.figure("mails of 460 KB to one mailbox: " + accepted[0], String.valueOf(MAILS), accepted[0] == MAILS);
            AtomicInteger whole = new AtomicInteger();
            List<Callable<Void>> owners = new ArrayList<>();
            for (int user = 0; user < USERS; user++) {
                String owner = Manifests.user(user);
                owners.add(() -> {
                    fetch(owner);
                    whole.incrementAndGet();
                    return null;
                });
            }
            siege.all(owners);
            siege.figure("mailboxes fetched at once: " + whole, String.valueOf(USERS), whole.get() == USERS);
            return null;
        });
    }

    private static boolean send(int number, String message, String recipient) throws IOException {
        try (Client stranger = Client.smtp(Client.address(number), Manifests.SMTP)) {
            return stranger.send("you@elsewhere.test", message, recipient).startsWith("250");
        }
    }

    private static void fetch(String owner) throws IOException {
        try (Client client = Client.inbox("127.0.0.1", owner)) {
            client.write("x FETCH 1:* (ENVELOPE BODYSTRUCTURE)\r\n");
            while (!client.skipLine().startsWith("x OK")) {
                // a message
            }
        }
    }
}
