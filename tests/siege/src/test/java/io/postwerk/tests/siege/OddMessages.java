package io.postwerk.tests.siege;

import java.io.IOException;

/** NUL, which no message may contain (RFC 5322 4, RFC 3501 9 CHAR8), and lines that are too long (RFC 5322 2.1.1). */
final class OddMessages implements Attack {
    @Override
    public String name() {
        return "odd-messages";
    }

    @Override
    public void run(Siege siege) throws Exception {
        siege.watched(() -> {
            String nul = send("Subject: nul\r\n\r\na\0b");
            siege.figure("a message with NUL: " + code(nul), "550 5.6.0", nul.startsWith("550 5.6.0"));
            String longLine = send("Subject: long\r\n\r\n" + "x".repeat(100_000));
            siege.figure(
                    "a line of 100,000 octets for a mailbox: " + code(longLine), "250", longLine.startsWith("250"));
            return null;
        });
    }

    private static String code(String reply) {
        return reply.substring(0, Math.min(9, reply.length()));
    }

    private static String send(String message) throws IOException {
        try (Client client = Client.smtp(Client.address(0), Manifests.SMTP)) {
            return client.send("you@elsewhere.test", message, Manifests.user(0));
        }
    }
}
