package io.postwerk.tests.siege;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** One address opens as many connections as it gets: others are let in all the same, at every listener. */
final class OneClient implements Attack {
    private static final int CONNECTIONS = 1_200;
    private static final List<Integer> PORTS =
            List.of(Manifests.SMTP, Manifests.SUBMISSION, Manifests.IMAP, Manifests.POP3);

    @Override
    public String name() {
        return "one-client";
    }

    @Override
    public void run(Siege siege) throws Exception {
        List<Client> open = new ArrayList<>();
        siege.watched(() -> {
            for (int port : List.of(Manifests.SMTP, Manifests.IMAP)) {
                int greeted = 0;
                for (int i = 0; i < CONNECTIONS; i++) greeted += greeted("127.1.1.1", port, open) ? 1 : 0;
                siege.figure(
                        "connections that one address has at port " + port + ": " + greeted,
                        "fewer than all",
                        greeted < CONNECTIONS / 2);
            }
            List<Integer> closed = new ArrayList<>();
            for (int port : PORTS) if (!greeted("127.2.2.2", port, open)) closed.add(port);
            siege.figure("ports that let nobody else in: " + closed, "[]", closed.isEmpty());
            return null;
        });
        for (Client client : open) client.close();
    }

    private static boolean greeted(String address, int port, List<Client> open) {
        try {
            Client client = Client.connect(address, port);
            open.add(client);
            String line = client.line();
            return line.startsWith("220") || line.startsWith("* OK") || line.startsWith("+OK");
        } catch (IOException e) {
            return false;
        }
    }
}
