package io.postwerk.tests.siege;

import io.postwerk.config.Program;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Searches that take minutes, by clients who then leave. */
final class HostileSearches implements Attack {
    private static final int CLIENTS = 4;
    private static final Duration WATCHED = Duration.ofSeconds(8);

    @Override
    public String name() {
        return "searches";
    }

    @Override
    public void run(Siege siege) throws Exception {
        StringBuilder search = new StringBuilder("x SEARCH NOT BODY {60000+}\r\n" + "a".repeat(59_999) + "b");
        for (int i = 0; i < 240; i++) search.append(" NOT BODY aab").append(i);
        search.append("\r\n");
        String message = "Subject: x\r\n\r\n" + "a".repeat(20_000_000);
        try (Client owner = Client.inbox("127.0.0.1", Manifests.user(0))) {
            for (int i = 0; i < 2; i++) {
                owner.ok("APPEND INBOX {" + message.length() + "+}\r\n" + message);
            }
        }
        siege.watched(() -> {
            List<Client> hostile = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                Client client = Client.inbox(Client.address(i), Manifests.user(0));
                hostile.add(client);
                client.write(search.toString());
            }
            TimeUnit.NANOSECONDS.sleep(WATCHED.toNanos());
            for (Client client : hostile) client.close();
            return null;
        });
        long left = System.nanoTime();
        Duration second = second(siege.programs());
        while (second.toMillis() > 300
                && System.nanoTime() - left < Duration.ofSeconds(60).toNanos()) {
            second = second(siege.programs());
        }
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - left);
        siege.figure("rests after they have left: " + seconds + " s", "20 s", seconds <= 20);
    }

    private static Duration second(Programs programs) throws InterruptedException {
        Duration before = programs.processorTime(Program.IMAP_SERVER);
        TimeUnit.SECONDS.sleep(1);
        return programs.processorTime(Program.IMAP_SERVER).minus(before);
    }
}
