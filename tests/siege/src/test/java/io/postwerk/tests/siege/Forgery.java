package io.postwerk.tests.siege;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A user writes as another: in the envelope, in the header, and with no sender at all. */
final class Forgery implements Attack {
    @Override
    public String name() {
        return "forgery";
    }

    @Override
    public int users() {
        return 2;
    }

    @Override
    public void run(Siege siege) throws Exception {
        String own = Manifests.user(0);
        String other = Manifests.user(1);
        siege.watched(() -> {
            expect(siege, "as oneself", own, own, "250");
            expect(siege, "in the envelope", other, own, "553 5.7.1");
            expect(siege, "in the header", own, other, "550 5.7.1");
            expect(siege, "in the header, without a sender", "", other, "550 5.7.1");
            return null;
        });
    }

    private static void expect(Siege siege, String how, String sender, String from, String expected)
            throws IOException {
        String credentials = "\0" + Manifests.user(0) + "\0" + Manifests.PASSWORD;
        try (Client client = Client.smtp(Client.address(0), Manifests.SUBMISSION)) {
            client.ask("AUTH PLAIN "
                    + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.US_ASCII)));
            String reply = client.send(sender, "From: " + from + "\r\nSubject: x\r\n\r\nHello.", Manifests.BYSTANDER);
            siege.figure(
                    how + ": " + reply.substring(0, Math.min(9, reply.length())), expected, reply.startsWith(expected));
        }
    }
}
