package io.postwerk.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The training makes AOT caches that a start of {@code postwerk run} takes; the programs know nothing of it. */
@Timeout(300)
class TrainingTest {
    private static final List<String> SERVERS = List.of("auth-sidecar", "imap-server", "smtp-server");

    @TempDir
    private static Path folder;

    private static Path home;
    private static String output;

    /** On copies of the programs: the checkout's caches are the person's who works in it. */
    @BeforeAll
    static void train() throws Exception {
        home = folder.resolve("home");
        Path options = home.resolve("lib/runtime/jvm.options");
        Files.createDirectories(options.getParent());
        Files.copy(Instance.root().resolve("lib/runtime/jvm.options"), options);
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder training = new ProcessBuilder(
                java,
                "-cp",
                Instance.root().resolve("training/target/training.jar") + ":"
                        + Instance.root().resolve("cli/target/postwerk.jar"),
                "io.postwerk.training.Training",
                "--java-home",
                System.getProperty("java.home"),
                "--jvm-options",
                options.toString());
        for (String server : SERVERS) {
            Path copy = home.resolve(server).resolve("target/quarkus-app");
            copy(Instance.root().resolve(server).resolve("target/quarkus-app"), copy);
            training.command().add("--train=" + server + "=" + copy);
        }
        Process process = training.redirectErrorStream(true).start();
        output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    private static void copy(Path from, Path to) throws IOException, InterruptedException {
        Files.createDirectories(to.getParent());
        assertThat(new ProcessBuilder("cp", "-a", from.toString(), to.toString())
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
        Files.deleteIfExists(to.resolve("app.aot"));
    }

    /** An exercise that breaks off costs start-up time, and says so. */
    @Test
    void theExerciseIsCompleted() {
        assertThat(output).isEmpty();
    }

    @Test
    void aRealStartTakesItsClassesFromTheCache() throws Exception {
        Path manifests = Instance.copyQuickstart(folder.resolve("manifests"));
        Path data = folder.resolve("data");
        ProcessBuilder run = Instance.command(
                home, "run", manifests.toString(), "--data", data.toString(), "--port-offset", "11000");
        run.environment().put("JDK_JAVA_OPTIONS", "-Xlog:class+load=info:file=" + folder + "/%p.classes");
        try (Instance instance = Instance.start(run, manifests, data)) {
            instance.awaitReady();
            for (String server : SERVERS) {
                Path loaded = folder.resolve(instance.child(server).pid() + ".classes");
                List<String> ours = Files.readAllLines(loaded).stream()
                        .filter(line -> line.contains(" io.postwerk.") && !line.contains("$$Lambda"))
                        .toList();
                List<String> others = ours.stream()
                        .filter(line -> !line.contains("source: shared objects file"))
                        .toList();
                assertThat(ours).as(server).hasSizeGreaterThan(100);
                // A class that is first needed in another situation than the training's is loaded from its jar.
                assertThat(others.size()).as(server + ": " + others).isLessThan(ours.size() / 10);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth-sidecar", "imap-server", "smtp-server", "operator"})
    void noProgramCarriesTheTrainingOrTestSupport(String program) throws IOException {
        Path application = Instance.root().resolve(program).resolve("target/quarkus-app");
        try (Stream<Path> files = Files.walk(application)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .anyMatch(name -> name.endsWith(".jar"))
                    .noneMatch(name -> name.contains("training") || name.contains("testkit"));
        }
    }
}
