package io.postwerk.cli;

import io.postwerk.config.Program;
import io.postwerk.crds.ObjectKey;
import io.postwerk.crds.manifest.Problem;
import io.postwerk.plan.Plan;
import io.postwerk.plan.removal.Applied;
import io.postwerk.plan.removal.RemovalHold;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Applies the manifests: once at the start, then whenever they change. Problems are printed; resources without one are applied. */
final class ConfigReloader {
    private static final Duration RELOAD_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration LOOK_AFTER = Duration.ofMillis(10);
    private static final int SHOWN = 5;

    /** Printed when all that was kept for the moment has been decided. */
    private static final String NOTHING_WAITS = "nothing is kept for the moment any more";

    private final Planning planning;
    private final AppliedConfig applied;
    private final LocalCertificates certificates;
    private final Console console;

    private final RestartGuard guard;

    private boolean starting = true;
    private Optional<Duration> doubt = Optional.empty();
    private List<Held> waited = List.of();
    private ObjectKey server = new ObjectKey("", "");
    private List<String> orphaned = List.of();
    private List<Problem> reported = List.of();

    ConfigReloader(
            Planning planning,
            AppliedConfig applied,
            LocalCertificates certificates,
            InstantSource clock,
            Console console) {
        this.guard = new RestartGuard(clock);
        this.planning = planning;
        this.applied = applied;
        this.certificates = certificates;
        this.console = console;
    }

    ObjectKey server() {
        return server;
    }

    /** Canonical addresses of the users of the applied plan. */
    Set<String> users() {
        return applied.applied().map(Applied::users).orElse(Set.of());
    }

    /**
     * Applies the manifests before any program runs.
     *
     * @throws CliException when nothing can be put into force, and nothing was before
     */
    void first() throws CliException {
        Planning.Planned planned = plan();
        boolean applicable = planned.plan().applicable();
        if (!applicable && !applied.isComplete()) throw new CliException("the manifests cannot be put into force");
        if (!applicable) {
            console.warn("the manifests as they are cannot be put into force; going on with what was in force before");
        } else if (!isInDoubt(planned)) {
            certificates.keep(planned.plan(), planned.secrets()).forEach(console::warn);
            applied.apply(planned.plan(), (program, sequence, restart) -> {});
            planning.keep();
            starting = false;
        }
    }

    /** Waits for changes and applies them, until interrupted. */
    void follow(ManifestWatcher watcher, Supervisor supervisor) throws InterruptedException {
        while (true) {
            watcher.awaitChange(nextLook());
            try {
                Planning.Planned planned = plan();
                if (!planned.plan().applicable()) {
                    console.warn("nothing was changed");
                } else if (!starting || !isInDoubt(planned)) {
                    apply(planned, supervisor);
                    starting = false;
                }
            } catch (CliException e) {
                console.warn(e.getMessage() + "\nnothing was changed");
            }
            if (!waited.isEmpty() && planning.waiting().isEmpty()) console.say(NOTHING_WAITS);
            waited = planning.waiting();
        }
    }

    /** When to look again although nothing changes: what waits may be over then. */
    private Optional<Duration> nextLook() {
        return Stream.concat(doubt.stream(), planning.waiting().stream().flatMap(held -> held.remaining().stream()))
                .min(Comparator.naturalOrder())
                // Not a moment too early.
                .map(wait -> wait.plus(LOOK_AFTER));
    }

    /**
     * Whether what is in force has something that the manifests lack, and these were written only just now. This process has not
     * seen them as they were: all of what is in force stays for the moment.
     */
    private boolean isInDoubt(Planning.Planned planned) throws CliException {
        doubt = applied.isComplete() ? guard.doubt(planning.lastChange()) : Optional.empty();
        List<String> lost = doubt.isEmpty() ? List.of() : applied.lostIn(planned.plan());
        if (lost.isEmpty()) {
            doubt = Optional.empty();
            return false;
        }
        console.warn("the manifests were changed a moment ago and lack what is in force, in "
                + lost.stream().limit(SHOWN).collect(Collectors.joining(", "))
                + (lost.size() > SHOWN ? " and " + (lost.size() - SHOWN) + " more" : "")
                + ": all of it is kept until they have been unchanged for "
                + HeldManifests.SETTLED.toSeconds() + " s");
        return true;
    }

    private void apply(Planning.Planned planned, Supervisor supervisor) throws CliException {
        Plan plan = planned.plan();
        certificates.keep(plan, planned.secrets()).forEach(console::warn);
        boolean changed = applied.apply(plan, (program, sequence, restart) -> {
            if (restart || !supervisor.holds(program, users().size())) {
                supervisor.restart(program);
            } else if (program == Program.AUTH_SIDECAR) {
                supervisor.awaitSequence(program, sequence, RELOAD_TIMEOUT);
            }
        });
        planning.keep();
        if (changed) console.say("the manifests have changed: configuration " + applied.sequence() + " is in force");
    }

    private Planning.Planned plan() throws CliException {
        Planning.Planned planned = planning.plan(applied.applied(), Math.max(1, applied.sequence()));
        server = planned.server();
        report(planned.problems());
        for (Held held : planning.waiting()) {
            if (waited.stream().noneMatch(held::isSame)) console.warn(held.toString());
        }
        planned.plan().hold().ifPresent(this::report);
        return planned;
    }

    /** Prints each problem once while it persists. */
    private void report(List<Problem> problems) {
        for (Problem problem : problems) if (!reported.contains(problem)) console.warn(problem.toString());
        if (problems.isEmpty() && !reported.isEmpty()) console.say("no problems are left");
        reported = problems;
        List<String> orphans = planning.orphans();
        if (!orphans.isEmpty() && !orphans.equals(orphaned)) {
            console.say("mail is kept that no user sees: "
                    + orphans.stream().limit(SHOWN).collect(Collectors.joining("; "))
                    + (orphans.size() > SHOWN ? "; and " + (orphans.size() - SHOWN) + " more" : ""));
        }
        orphaned = orphans;
    }

    private void report(RemovalHold hold) {
        console.warn("held back: this would drop " + hold.domains().size() + " domains and "
                + hold.users().size() + " users at once; to let it happen annotate the MailServer: "
                + RemovalHold.ANNOTATION
                + ": " + hold.token());
    }
}
