package io.postwerk.tests.siege;

import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * 2,000 connections at once, each of which makes the program keep as much as it can, and then stays. They come from many networks,
 * so that limits by address do not help.
 *
 * @param name of the attack
 * @param each what each connection does
 */
record Crowd(String name, Each each) implements Attack {
    private static final int CONNECTIONS = 2_000;
    private static final int AT_ONCE = 64;
    private static final int PART = 140_000;
    private static final int STAY_SECONDS = 3;

    /** What one connection does; it is left open. */
    interface Each {
        Client attack(String address) throws IOException;
    }

    static List<Attack> all() {
        byte[] part = new byte[PART];
        for (int i = 0; i < PART; i++) part[i] = (byte) (i % 72 == 70 ? '\r' : i % 72 == 71 ? '\n' : 'x');
        return List.of(
                new Crowd("data", address -> {
                    Client client = Client.smtp(address, Manifests.SMTP);
                    client.write("MAIL FROM:<you@elsewhere.test>\r\nRCPT TO:<" + Manifests.user(0) + ">\r\nDATA\r\n");
                    client.write(part);
                    return client;
                }),
                new Crowd("appends", address -> {
                    Client client = Client.imap(address, Manifests.user(0));
                    client.write("x APPEND INBOX {10000000+}\r\n");
                    client.write(part);
                    return client;
                }),
                new Crowd("literals", address -> {
                    Client client = Client.imap(address, Manifests.user(0));
                    client.write("x SELECT INBOX\r\nx SEARCH BODY {60000+}\r\n");
                    client.write(new byte[59_999]);
                    return client;
                }),
                new Crowd("unread", address -> {
                    Client client = Client.imap(address, Manifests.user(0));
                    client.write("x SELECT INBOX\r\n" + "x FETCH 1:* BODY.PEEK[]\r\n".repeat(20));
                    return client;
                }),
                new Crowd("logins", address -> {
                    Client client = Client.connect(address, Manifests.IMAP);
                    client.line();
                    client.write("x AUTHENTICATE PLAIN\r\n");
                    return client;
                }));
    }

    @Override
    public void run(Siege siege) throws Exception {
        String message = "Subject: x\r\n\r\n" + ("text ".repeat(14) + "\r\n").repeat(30_000);
        try (Client owner = Client.inbox("127.0.0.1", Manifests.user(0))) {
            for (int i = 0; i < 4; i++) owner.ok("APPEND INBOX {" + message.length() + "+}\r\n" + message);
        }
        Queue<Client> open = new ConcurrentLinkedQueue<>();
        siege.watched(() -> {
            try (ExecutorService attackers =
                    Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
                for (int i = 0; i < CONNECTIONS; i++) {
                    String address = Client.address(i);
                    attackers.submit(() -> {
                        try {
                            open.add(each.attack(address));
                        } catch (IOException | AssertionError e) {
                            // refused, which is an answer
                        }
                    });
                }
                attackers.shutdown();
                // Who is made to wait has been stopped as well.
                attackers.awaitTermination(30, TimeUnit.SECONDS);
                attackers.shutdownNow();
            }
            TimeUnit.SECONDS.sleep(STAY_SECONDS);
            return null;
        });
        siege.figure("connections that stayed: " + open.size() + " of " + CONNECTIONS, "any", true);
        for (Client client : open) client.close();
    }
}
