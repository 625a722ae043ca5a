package io.postwerk.tests.siege;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Manifests are cut anywhere, and written whole again, under a {@code postwerk run}: no address that existed is ever refused with 550. */
final class ManifestCuts implements Attack {
    private static final Duration READY = Duration.ofSeconds(60);
    private static final Duration LASTS = Duration.ofSeconds(25);
    private static final int STOP_SECONDS = 20;
    private static final List<String> ADDRESSES = List.of(Manifests.user(0), Manifests.BYSTANDER);

    @Override
    public String name() {
        return "manifest-cuts";
    }

    @Override
    public boolean onRunningPrograms() {
        return false;
    }

    @Override
    public void run(Siege siege) throws Exception {
        Path manifests = siege.folder().resolve("manifests");
        Path log = siege.folder().resolve("run.log");
        Process run = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Dpostwerk.home=" + Programs.root(),
                        "-jar",
                        Programs.root().resolve("cli/target/postwerk.jar").toString(),
                        "run",
                        manifests.toString(),
                        "--data",
                        siege.folder().resolve("data").toString(),
                        "--port-offset",
                        String.valueOf(Manifests.PORT_OFFSET))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            await("postwerk run is ready")
                    .atMost(READY)
                    .until(() -> Files.readString(log).lines().anyMatch(line -> line.startsWith("ready")));
            attack(siege, manifests);
            siege.figure("postwerk run goes on", "true", run.isAlive());
        } finally {
            run.destroy();
            if (!run.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) run.destroyForcibly();
        }
    }

    private static void attack(Siege siege, Path manifests) throws IOException, InterruptedException {
        Map<Path, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(manifests)) {
            for (Path file : all.toList()) files.put(file, Files.readAllBytes(file));
        }
        List<Path> paths = List.copyOf(files.keySet());
        Random random = new Random(11);
        Map<String, Integer> replies = new TreeMap<>();
        int cuts = 0;
        long end = System.nanoTime() + LASTS.toNanos();
        while (System.nanoTime() < end) {
            Path file = paths.get(random.nextInt(paths.size()));
            byte[] whole = files.get(file);
            Files.write(file, Arrays.copyOf(whole, random.nextInt(whole.length)));
            cuts++;
            probe(replies, random);
            // Half of the cuts stay while the next file is cut.
            if (random.nextBoolean()) Files.write(file, whole);
            probe(replies, random);
        }
        siege.figure("cuts: " + cuts + ", replies to RCPT: " + replies, "never 550", !replies.containsKey("550"));
    }

    private static void probe(Map<String, Integer> replies, Random random) throws IOException, InterruptedException {
        TimeUnit.MILLISECONDS.sleep(random.nextInt(300));
        try (Client client = Client.smtp("127.200.0.1", Manifests.SMTP)) {
            client.ask("MAIL FROM:<you@elsewhere.test>");
            for (String address : ADDRESSES)
                replies.merge(client.ask("RCPT TO:<" + address + ">").substring(0, 3), 1, Integer::sum);
        }
    }
}
