package io.postwerk.tests.system;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A {@code postwerk run} of its own: a copy of the quick start's manifests, which a test may edit, and a data folder. */
final class Instance implements AutoCloseable {
    static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Process process;
    private final Path manifests;
    private final Path data;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private Instance(Process process, Path manifests, Path data) {
        this.process = process;
        this.manifests = manifests;
        this.data = data;
        Thread.ofVirtual().start(this::collect);
    }

    /** Copies the quick start and runs it until it says that it is ready. */
    static Instance quickstart(Path folder) throws IOException {
        Path manifests = copyQuickstart(folder.resolve("manifests"));
        Instance instance = launch(manifests, folder.resolve("data"));
        try {
            instance.awaitReady();
            return instance;
        } catch (RuntimeException | AssertionError e) {
            // It would hold the ports that later tests need.
            instance.close();
            throw e;
        }
    }

    static Path copyQuickstart(Path target) throws IOException {
        Files.createDirectories(target);
        try (Stream<Path> files = Files.list(root().resolve("examples/quickstart"))) {
            for (Path file : files.toList()) Files.copy(file, target.resolve(file.getFileName()));
        }
        return target;
    }

    /** Starts {@code postwerk run} without waiting for anything. */
    static Instance launch(Path manifests, Path data, String... options) throws IOException {
        return new Instance(run(manifests, data, options).start(), manifests, data);
    }

    /** The same in a process group of its own, whose id is the process'. */
    static Instance launchAsGroup(Path manifests, Path data, String... options) throws IOException {
        ProcessBuilder run = run(manifests, data, options);
        run.command().addFirst("setsid");
        return new Instance(run.start(), manifests, data);
    }

    private static ProcessBuilder run(Path manifests, Path data, String... options) {
        List<String> arguments = new ArrayList<>(List.of("run", manifests.toString(), "--data", data.toString()));
        arguments.addAll(List.of(options));
        return command(arguments.toArray(String[]::new));
    }

    /** Sends a signal by its name to the process and all of its children, as systemd and timeout do. */
    void signalGroup(String name) throws IOException, InterruptedException {
        kill("-" + name, "--", "-" + process.pid());
    }

    private static void kill(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("kill"));
        command.addAll(List.of(arguments));
        new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    /** Starts a command that is a {@code postwerk run}. */
    static Instance start(ProcessBuilder run, Path manifests, Path data) throws IOException {
        return new Instance(run.start(), manifests, data);
    }

    /** The built command, without the script that would build it. */
    static ProcessBuilder command(String... arguments) {
        return command(root(), arguments);
    }

    /** The same with the programs of another folder that is laid out as the checkout is. */
    static ProcessBuilder command(Path home, String... arguments) {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dpostwerk.home=" + home,
                "-jar",
                root().resolve("cli/target/postwerk.jar").toString()));
        line.addAll(List.of(arguments));
        return new ProcessBuilder(line).redirectErrorStream(true);
    }

    static Path root() {
        return Path.of(System.getProperty("postwerk.root"));
    }

    void awaitReady() {
        awaitLine("ready");
    }

    /** Waits for a line that begins so; fails with everything that was printed. */
    String awaitLine(String beginning) {
        return awaitLine(beginning, 0);
    }

    /** As {@link #awaitLine(String)}, among the lines after the first {@code after}. */
    String awaitLine(String beginning, int after) {
        await("a line that begins with \"" + beginning + "\" in\n" + String.join("\n", lines))
                .atMost(TIMEOUT)
                .until(() -> found(beginning, after) || !process.isAlive());
        return lines.stream()
                .skip(after)
                .filter(line -> line.startsWith(beginning))
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        "ended without a line that begins with \"" + beginning + "\":\n" + String.join("\n", lines)));
    }

    /** Waits for a line that contains a text, among the lines after the first {@code after}. */
    void awaitText(String text, int after) {
        await("a line with \"" + text + "\"")
                .atMost(TIMEOUT)
                .until(() -> lines.stream().skip(after).anyMatch(line -> line.contains(text)));
    }

    private boolean found(String beginning, int after) {
        return lines.stream().skip(after).anyMatch(line -> line.startsWith(beginning));
    }

    List<String> lines() {
        return lines;
    }

    Path manifests() {
        return manifests;
    }

    Path data() {
        return data;
    }

    /** Replaces a manifest as an editor does: written beside it, then renamed. */
    void edit(String file, String content) throws IOException {
        Path beside = Files.createTempFile(manifests.getParent(), "edit", ".tmp");
        Files.writeString(beside, content);
        Files.move(beside, manifests.resolve(file), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    /** Puts the quick start's manifests back, and waits until they are in force. */
    void restore() throws IOException {
        int printed = lines.size();
        Set<String> files = new HashSet<>();
        boolean changed = false;
        try (Stream<Path> originals = Files.list(root().resolve("examples/quickstart"))) {
            for (Path original : originals.toList()) {
                String name = original.getFileName().toString();
                files.add(name);
                if (!Files.exists(manifests.resolve(name)) || !read(name).equals(Files.readString(original))) {
                    edit(name, Files.readString(original));
                    changed = true;
                }
            }
        }
        try (Stream<Path> there = Files.list(manifests)) {
            for (Path file : there.toList()) {
                if (!files.contains(file.getFileName().toString())) {
                    Files.delete(file);
                    changed = true;
                }
            }
        }
        if (!changed) return;
        await("the quick start is in force again")
                .atMost(TIMEOUT)
                .until(() -> (found("the manifests have changed", printed) || found("no problems are left", printed))
                        && !isSomethingKept());
    }

    /** Whether what the manifests have lost is not believed yet. */
    private boolean isSomethingKept() {
        int kept = -1;
        int decided = -1;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains("; kept as it was until ")) kept = i;
            if (lines.get(i).startsWith("nothing is kept for the moment any more")) decided = i;
        }
        return kept > decided;
    }

    String read(String file) throws IOException {
        return Files.readString(manifests.resolve(file));
    }

    /** The child process of one program. */
    ProcessHandle child(String program) {
        return find(program)
                .orElseThrow(() -> new AssertionError(program + " does not run:\n" + String.join("\n", lines)));
    }

    /** The same, or empty while it is being started again. */
    Optional<ProcessHandle> find(String program) {
        return process.toHandle()
                .children()
                .filter(handle -> commandLine(handle).contains("/" + program + "/"))
                .findFirst();
    }

    /** As the kernel has it: ProcessHandle cuts long lines. */
    private static String commandLine(ProcessHandle handle) {
        try {
            return Files.readString(
                    Path.of("/proc", Long.toString(handle.pid()), "cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    /** kill -9, as soon as it runs. */
    void kill(String program) {
        await(program + " runs").atMost(TIMEOUT).until(() -> find(program).isPresent());
        child(program).destroyForcibly();
    }

    /** Sends a signal by its name to one program. */
    void signal(String program, String name) throws IOException, InterruptedException {
        kill("-" + name, Long.toString(child(program).pid()));
    }

    /** SIGTERM, then the exit status. */
    int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) throw new AssertionError("does not stop");
        return process.exitValue();
    }

    int awaitExit() throws InterruptedException {
        if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS))
            throw new AssertionError("does not end:\n" + String.join("\n", lines));
        return process.exitValue();
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    private void collect() {
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) lines.add(line);
        } catch (IOException e) {
            // closed with the process
        }
    }

    @Override
    public void close() {
        List<ProcessHandle> children = process.toHandle().descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        children.forEach(ProcessHandle::destroyForcibly);
    }
}
