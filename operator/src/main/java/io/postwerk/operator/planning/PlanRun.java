package io.postwerk.operator.planning;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.postwerk.config.Buckets;
import io.postwerk.crds.MailServer;
import io.postwerk.crds.ObjectKey;
import io.postwerk.crds.manifest.Problem;
import io.postwerk.operator.apply.ClaimGrower;
import io.postwerk.operator.apply.ObjectApplier;
import io.postwerk.operator.apply.ObjectApplier.ConflictException;
import io.postwerk.operator.apply.Pruner;
import io.postwerk.operator.cache.DependentObjects;
import io.postwerk.operator.cache.UnreadableResources;
import io.postwerk.operator.keys.KeyStorage.KeyException;
import io.postwerk.operator.keys.Origins;
import io.postwerk.operator.keys.ServerCertificates;
import io.postwerk.operator.keys.Verifiers;
import io.postwerk.operator.keys.Verifiers.Maker;
import io.postwerk.operator.keys.Verifiers.Provided;
import io.postwerk.operator.model.KeptStatefulSet;
import io.postwerk.operator.model.ModelInput;
import io.postwerk.operator.model.ModelInput.Release;
import io.postwerk.operator.model.ModelResult;
import io.postwerk.operator.model.ServerIdentity;
import io.postwerk.operator.model.ServerObjects;
import io.postwerk.operator.model.Workload;
import io.postwerk.operator.planning.Findings.Finding;
import io.postwerk.operator.revision.PodRefresher;
import io.postwerk.operator.revision.Rollout;
import io.postwerk.operator.revision.RolloutWatch;
import io.postwerk.operator.status.ResourceRef;
import io.postwerk.plan.Plan;
import io.postwerk.plan.Planner;
import io.postwerk.plan.Resolved;
import io.postwerk.plan.finding.Reason;
import io.postwerk.plan.finding.ResourceFacts.Fact;
import io.postwerk.plan.removal.MailRemoval;
import io.postwerk.plan.removal.RecentRemovals;
import io.postwerk.plan.secret.VerifierInputs;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** One plan after the other for one MailServer: gather, plan, render, apply, report. Not for several threads at once. */
final class PlanRun implements AutoCloseable {
    private final ObjectKey server;
    private final Environment environment;
    private final Verdicts verdicts;
    private final Pace pace;
    private final ConfigReader reader = new ConfigReader();
    private final RecentRemovals recent = new RecentRemovals();
    private final ObjectApplier applier;
    private Optional<Verifiers> verifiers = Optional.empty();
    private volatile Optional<RolloutWatch> watch = Optional.empty();
    private volatile Optional<Rollout> rollout = Optional.empty();
    private volatile boolean removing;

    /** @param pace is asked for other plans */
    PlanRun(ObjectKey server, Environment environment, Verdicts verdicts, Pace pace) {
        this.server = server;
        this.environment = environment;
        this.verdicts = verdicts;
        this.pace = pace;
        this.applier = new ObjectApplier(environment.client());
    }

    /** Looks at the pods soon. */
    void podChanged() {
        watch.ifPresent(RolloutWatch::wake);
    }

    /**
     * Plans and applies.
     *
     * @return how many objects were written
     */
    int run() throws NotReadyException, ConflictException, KeyException, RefusedException {
        Optional<MailServer> found = environment.resources().servers().get(server);
        // One that cannot be read stays as it is.
        if (found.filter(resource -> !UnreadableResources.isUnreadable(resource))
                .isEmpty()) {
            return 0;
        }
        Gathered gathered = Gathered.of(found.get(), environment, reader, recent);
        watchPods(gathered.owned());
        Resolved resolved = Planner.resolve(gathered.snapshot());
        Provided provided = verifiers(gathered).provide(resolved.verifiers());
        environment.measures().hashing(server, provided.outstanding());
        Plan plan = resolved.plan(
                gathered.input().withVerifiers(new VerifierInputs(provided.verifiers(), provided.unusable())));
        Findings findings = new Findings(
                server, environment.attribution(), gathered.snapshot().manifests(), plan);
        if (plan.files().isEmpty()) {
            verdicts.unplannable(
                    findings.withServer(gathered.number(), gathered.version(), gathered.owned()),
                    Unplanned.of(server, environment.attribution()),
                    why(plan));
            return 0;
        }
        if (!plan.applicable()) {
            verdicts.blocked(findings.withServer(gathered.number(), gathered.version(), gathered.owned()), why(plan));
            return 0;
        }
        return apply(gathered, provided, plan, findings);
    }

    /** What there is to say of resources as long as nothing that a plan is made from could be gathered. */
    Map<ResourceRef, Finding> unplanned() {
        return verifiers.isPresent() ? Map.of() : Unplanned.of(server, environment.attribution());
    }

    private Fact why(Plan plan) {
        if (plan.paused()) {
            return new Fact(false, Reason.PAUSED, "MailServer " + server + " is paused");
        }
        return plan.hold().isPresent()
                ? new Fact(false, Reason.REMOVAL_HELD, "MailServer " + server + " waits for a confirmation")
                : new Fact(false, Reason.SERVER_NOT_READY, "MailServer " + server + " is not valid");
    }

    private int apply(Gathered gathered, Provided provided, Plan plan, Findings findings)
            throws KeyException, ConflictException, RefusedException {
        long number = gathered.number();
        boolean same = number > 0
                && gathered.inForce().sequence() == number
                && gathered.inForce().has(plan.files());
        long sequence = same ? number : number + 1;
        String version = ServerObjects.version(
                gathered.resource(), environment.settings().operatorVersion());
        ModelResult model = render(gathered, provided, plan.withSequence(sequence), version);
        List<HasMetadata> objects = new ArrayList<>();
        objects.add(gathered.key().secret());
        objects.addAll(new ServerCertificates(gathered.storage(), environment.clock())
                .keep(
                        gathered.identity(),
                        plan.certificates(),
                        gathered.snapshot().target().certManager()));
        objects.addAll(model.objects());
        ObjectApplier.Outcome outcome = applier.apply(gathered.owned(), objects);
        List<String> failures = new ArrayList<>(outcome.failures());
        if (outcome.complete()) {
            new Pruner(environment.client())
                    .prune(gathered.owned(), server.name(), gathered.identity().uid(), objects);
            failures.addAll(new ClaimGrower(environment.client()).grow(gathered.owned(), model.claims()));
            verdicts.applied(
                    findings.withServer(sequence, version, gathered.owned())
                            .draining(gathered.draining(), gathered.resource()),
                    sequence);
            gathered.inForce()
                    .applied()
                    .ifPresent(before -> recent.note(
                            before, plan.applied(), environment.clock().instant()));
            watch.ifPresent(pods -> pods.expect(sequence));
            purge(plan, sequence);
        }
        if (gathered.draining().isWaiting(gathered.resource())) {
            pace.soon();
        }
        if (!failures.isEmpty()) {
            throw new RefusedException(String.join("; ", failures));
        }
        return outcome.written();
    }

    private ModelResult render(Gathered gathered, Provided provided, Plan plan, String version)
            throws RefusedException {
        PlanningSettings settings = environment.settings();
        ModelResult model = ServerObjects.render(new ModelInput(
                gathered.resource(),
                plan,
                new Release(settings.registry(), version, settings.pullPolicy()),
                settings.operatorNamespace(),
                kept(gathered.owned(), gathered.identity()),
                provided.origins(),
                gathered.draining().floor()));
        if (!model.applicable()) {
            throw new RefusedException(
                    model.problems().stream().map(Problem::toString).collect(Collectors.joining("; ")));
        }
        return model;
    }

    /** Lets go what waited for its mail to be removed, once it is. */
    private void purge(Plan plan, long sequence) {
        removing = !plan.removals().isEmpty();
        if (removing && rollout.filter(pods -> pods.hasRemoved(sequence)).isPresent()) {
            environment.purges().purged(server, plan.removals().stream().map(PlanRun::ref), environment.servers());
        }
    }

    private static ResourceRef ref(MailRemoval removal) {
        return new ResourceRef(removal.kind(), removal.key());
    }

    private void watchPods(DependentObjects owned) {
        if (watch.isEmpty()) {
            watch = Optional.of(new RolloutWatch(
                    server.toString(),
                    () -> owned.pods(server.name()),
                    environment.probe(),
                    new PodRefresher(environment.client()),
                    this::rolledOut,
                    environment.clock()));
        }
    }

    private void rolledOut(Rollout now) {
        rollout = Optional.of(now);
        verdicts.rollout(now);
        if (removing) {
            pace.changed();
        }
    }

    private Verifiers verifiers(Gathered gathered) {
        if (verifiers.isEmpty()) {
            Verifiers made =
                    new Verifiers(gathered.key().key(), environment.hashing(), Maker.SCRAM_SHA_256, pace::changed);
            Buckets.all()
                    .forEach(bucket -> gathered.owned()
                            .find(Secret.class, gathered.identity().names().users(bucket))
                            .ifPresent(secret -> made.remember(Origins.remembered(secret))));
            verifiers = Optional.of(made);
        }
        return verifiers.get();
    }

    private static Map<Workload, KeptStatefulSet> kept(DependentObjects owned, ServerIdentity identity) {
        Map<Workload, KeptStatefulSet> kept = new EnumMap<>(Workload.class);
        for (Workload workload : Workload.values()) {
            owned.find(StatefulSet.class, identity.names().workload(workload))
                    .ifPresent(live -> kept.put(workload, KeptStatefulSet.of(live)));
        }
        return kept;
    }

    @Override
    public void close() {
        watch.ifPresent(RolloutWatch::close);
    }
}
