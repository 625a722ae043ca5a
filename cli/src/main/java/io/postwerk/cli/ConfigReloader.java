package io.postwerk.cli;

import io.postwerk.config.Program;
import io.postwerk.crds.ObjectKey;
import io.postwerk.crds.manifest.Problem;
import io.postwerk.plan.Plan;
import io.postwerk.plan.removal.Applied;
import io.postwerk.plan.removal.RemovalHold;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Applies the manifests: once at the start, then whenever they change. Problems are printed; resources without one are applied. */
final class ConfigReloader {
    private static final Duration RELOAD_TIMEOUT = Duration.ofSeconds(2);

    private final Planning planning;
    private final AppliedConfig applied;
    private final LocalCertificates certificates;
    private final Console console;

    private ObjectKey server = new ObjectKey("", "");
    private List<Problem> reported = List.of();

    ConfigReloader(Planning planning, AppliedConfig applied, LocalCertificates certificates, Console console) {
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
        if (planned.plan().applicable()) {
            certificates.keep(planned.plan(), planned.secrets());
            applied.apply(planned.plan(), (program, sequence, restart) -> {});
        } else if (applied.isComplete()) {
            console.warn("the manifests as they are cannot be put into force; going on with what was in force before");
        } else {
            throw new CliException("the manifests cannot be put into force");
        }
    }

    /** Waits for changes and applies them, until interrupted. */
    void follow(ManifestWatcher watcher, Supervisor supervisor) throws InterruptedException {
        while (true) {
            watcher.awaitChange();
            try {
                Planning.Planned planned = plan();
                if (planned.plan().applicable()) {
                    apply(planned, supervisor);
                } else {
                    console.warn("nothing was changed");
                }
            } catch (CliException e) {
                console.warn(e.getMessage() + "\nnothing was changed");
            }
        }
    }

    private void apply(Planning.Planned planned, Supervisor supervisor) throws CliException {
        Plan plan = planned.plan();
        certificates.keep(plan, planned.secrets());
        boolean changed = applied.apply(plan, (program, sequence, restart) -> {
            if (restart || !supervisor.holds(program, users().size())) {
                supervisor.restart(program);
            } else if (program == Program.AUTH_SIDECAR) {
                supervisor.awaitSequence(program, sequence, RELOAD_TIMEOUT);
            }
        });
        if (changed) console.say("the manifests have changed: configuration " + applied.sequence() + " is in force");
    }

    private Planning.Planned plan() throws CliException {
        Planning.Planned planned = planning.plan(applied.applied(), Math.max(1, applied.sequence()));
        server = planned.server();
        report(planned.problems());
        planned.plan().hold().ifPresent(this::report);
        return planned;
    }

    /** Prints each problem once while it persists. */
    private void report(List<Problem> problems) {
        for (Problem problem : problems) if (!reported.contains(problem)) console.warn(problem.toString());
        if (problems.isEmpty() && !reported.isEmpty()) console.say("no problems are left");
        reported = problems;
    }

    private void report(RemovalHold hold) {
        console.warn("held back: this would drop " + hold.domains().size() + " domains and "
                + hold.users().size() + " users at once; to let it happen annotate the MailServer: "
                + RemovalHold.ANNOTATION
                + ": " + hold.token());
    }
}
