package io.postwerk.tests.siege;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.cli.CliException;
import io.postwerk.tests.siege.Report.Row;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** One attack under way: the programs, and what was found. */
final class Siege implements AutoCloseable {
    /** What an attack may cost others. */
    private static final long BOUND_MILLISECONDS = 1_000;

    /** What fails the test. A machine with two cores that the attacker shares does not always keep to the bound. */
    private static final long LIMIT_MILLISECONDS = 10_000;

    private final Attack attack;
    private Optional<Programs> programs = Optional.empty();
    private final Report report;
    private final Path folder;
    private final List<String> failures = new ArrayList<>();
    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();

    private Siege(Attack attack, Report report, Path folder) {
        this.attack = attack;
        this.report = report;
        this.folder = folder;
    }

    static Siege begin(Attack attack, Path folder, Report report) throws IOException, CliException {
        Path manifests = folder.resolve("manifests");
        Manifests.write(attack, manifests);
        Siege siege = new Siege(attack, report, folder);
        if (attack.onRunningPrograms())
            siege.programs = Optional.of(Programs.start(manifests, folder.resolve("data"), attack.users(), Map.of()));
        return siege;
    }

    Programs programs() {
        return programs.orElseThrow();
    }

    /** A folder that goes with the attack. */
    Path folder() {
        return folder;
    }

    /** Notes a figure, which must be within its bound. */
    void figure(String figure, String bound, boolean holds) {
        report.add(new Row(attack.name(), figure, bound, holds));
        if (!holds) failures.add(figure + "; bound: " + bound);
    }

    /** Runs an attack while a bystander goes on with their work; notes what it cost them. */
    void watched(Callable<?> attacking) throws Exception {
        Map<String, Long> before = programs().ids();
        Bystander bystander = new Bystander();
        try (bystander) {
            attacking.call();
        }
        latency("longest NOOP of another user", bystander.longestImap());
        latency("longest transaction at port 25 of another", bystander.longestSmtp());
        bystander
                .failure()
                .ifPresent(failure ->
                        figure("another was refused: " + failure + " " + failure.getCause(), "never", false));
        Map<String, Long> after = programs().ids();
        boolean same = after.equals(before);
        figure(same ? "no program ended" : "of " + before + " are left " + after, "none ends", same);
    }

    private void latency(String what, long milliseconds) {
        report.add(new Row(
                attack.name(),
                what + ": " + milliseconds + " ms",
                BOUND_MILLISECONDS + " ms",
                milliseconds <= BOUND_MILLISECONDS));
        if (milliseconds > LIMIT_MILLISECONDS) failures.add(what + ": " + milliseconds + " ms");
    }

    /** Runs clients beside each other to their ends. */
    <T> List<T> all(List<Callable<T>> work) throws Exception {
        List<Future<T>> running = work.stream().map(clients::submit).toList();
        List<T> results = new ArrayList<>();
        for (Future<T> one : running) results.add(one.get());
        return results;
    }

    /** Fails if anything was found. */
    void judge() {
        assertThat(failures).as("what " + attack.name() + " did").isEmpty();
    }

    @Override
    public void close() {
        clients.shutdownNow();
        programs.ifPresent(Programs::close);
    }
}
