package io.postwerk.operator.planning;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.postwerk.config.Buckets;
import io.postwerk.config.Program;
import io.postwerk.crds.MailServer;
import io.postwerk.crds.ObjectKey;
import io.postwerk.crds.manifest.Problem;
import io.postwerk.operator.apply.ClaimKeeper;
import io.postwerk.operator.apply.ObjectApplier;
import io.postwerk.operator.apply.ObjectApplier.ConflictException;
import io.postwerk.operator.apply.Pruner;
import io.postwerk.operator.apply.VolumeSizes;
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
import io.postwerk.operator.model.ModelInput.Releases;
import io.postwerk.operator.model.ModelResult;
import io.postwerk.operator.model.ServerIdentity;
import io.postwerk.operator.model.ServerObjects;
import io.postwerk.operator.model.Workload;
import io.postwerk.operator.revision.PodRefresher;
import io.postwerk.operator.revision.Rollout;
import io.postwerk.operator.revision.RolloutWatch;
import io.postwerk.operator.status.ResourceRef;
import io.postwerk.operator.upgrade.Catalogue;
import io.postwerk.operator.upgrade.Upgrade;
import io.postwerk.plan.Plan;
import io.postwerk.plan.Planner;
import io.postwerk.plan.Resolved;
import io.postwerk.plan.finding.Reason;
import io.postwerk.plan.finding.ResourceFacts.Fact;
import io.postwerk.plan.removal.MailRemoval;
import io.postwerk.plan.secret.VerifierInputs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** One plan after the other for one MailServer: take a snapshot, resolve, plan, render, apply, report. Not for several threads at once. */
final class PlanRun implements AutoCloseable {
    private final ObjectKey server;
    private final PlannerContext context;
    private final ServerFacts facts;
    private final PlanBackoff backoff;
    private final ConfigReader reader = new ConfigReader();
    private final ObjectApplier applier;
    private final ClaimKeeper claims;
    private Optional<Verifiers> verifiers = Optional.empty();
    private volatile Optional<RolloutWatch> watch = Optional.empty();
    private volatile Optional<Rollout> rollout = Optional.empty();
    private volatile boolean removing;
    private String upgradingTo = "";
    private Instant upgradingSince = Instant.EPOCH;

    /** @param backoff is asked for other plans */
    PlanRun(ObjectKey server, PlannerContext context, ServerFacts facts, PlanBackoff backoff) {
        this.server = server;
        this.context = context;
        this.facts = facts;
        this.backoff = backoff;
        this.applier = new ObjectApplier(context.client());
        this.claims = new ClaimKeeper(context.client(), context.clock());
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
    int run() throws PlanningException.NotReady, ConflictException, KeyException, PlanningException.Refused {
        Optional<MailServer> found = context.resources().servers().get(server);
        // One that cannot be read stays as it is.
        if (found.filter(resource -> !UnreadableResources.isUnreadable(resource))
                .isEmpty()) {
            return 0;
        }
        ServerSnapshot snapshot = ServerSnapshot.of(found.get(), context, reader);
        watchPods(snapshot.owned());
        Resolved resolved = Planner.resolve(snapshot.wanted());
        Provided provided = verifiers(snapshot).provide(resolved.verifiers());
        context.metrics().hashing(server, provided.outstanding());
        Plan plan = resolved.plan(
                snapshot.input().withVerifiers(new VerifierInputs(provided.verifiers(), provided.unusable())));
        PlannedFacts planned =
                new PlannedFacts(server, context.lookup(), snapshot.wanted().manifests(), plan);
        if (plan.files().isEmpty()) {
            planned.setServerStatus(snapshot.number(), snapshot.version(), snapshot.owned(), snapshot.resource());
            facts.unplannable(planned, UnplannedFacts.of(server, context.lookup()), why(plan));
            return 0;
        }
        if (!plan.applicable()) {
            planned.setServerStatus(snapshot.number(), snapshot.version(), snapshot.owned(), snapshot.resource());
            facts.blocked(planned, why(plan));
            return 0;
        }
        return apply(snapshot, provided, plan, planned);
    }

    /** Facts of the resources as long as no snapshot could be taken. */
    Map<ResourceRef, PlannedFacts.Resource> unplanned() {
        return verifiers.isPresent() ? Map.of() : UnplannedFacts.of(server, context.lookup());
    }

    private Fact why(Plan plan) {
        if (plan.paused()) {
            return new Fact(false, Reason.PAUSED, "MailServer " + server + " is paused");
        }
        return plan.hold().isPresent()
                ? new Fact(false, Reason.REMOVAL_HELD, "MailServer " + server + " waits for a confirmation")
                : new Fact(false, Reason.SERVER_NOT_READY, "MailServer " + server + " is not valid");
    }

    private int apply(ServerSnapshot snapshot, Provided provided, Plan plan, PlannedFacts planned)
            throws KeyException, ConflictException, PlanningException.Refused {
        long number = snapshot.number();
        boolean same = number > 0
                && snapshot.inForce().sequence() == number
                && snapshot.inForce().has(plan.files());
        long sequence = same ? number : number + 1;
        Upgrade upgrade = upgrade(snapshot);
        if (upgrade.isImpossible()) {
            planned.setServerStatus(number, snapshot.version(), snapshot.owned(), snapshot.resource());
            planned.setUpgrade(
                    upgrade,
                    upgrade.stalled(
                            context.settings().upgradeDeadline(),
                            context.clock().instant()));
            facts.blocked(
                    planned, new Fact(false, Reason.SERVER_NOT_READY, "MailServer " + server + " has no version"));
            return 0;
        }
        ModelResult model = render(snapshot, provided, plan.withSequence(sequence), upgrade);
        List<HasMetadata> objects = new ArrayList<>();
        objects.add(snapshot.key().secret());
        removals(snapshot, plan).ifPresent(objects::add);
        objects.addAll(new ServerCertificates(snapshot.storage(), context.clock())
                .keep(
                        snapshot.identity(),
                        plan.certificates(),
                        snapshot.wanted().target().certManager()));
        objects.addAll(model.objects());
        ObjectApplier.Outcome outcome = applier.apply(snapshot.owned(), objects);
        List<String> failures = new ArrayList<>(outcome.failures());
        if (outcome.complete()) {
            new Pruner(context.client())
                    .prune(snapshot.owned(), server.name(), snapshot.identity().uid(), objects);
            VolumeSizes sizes = claims.keep(snapshot.owned(), server.name(), model.claims());
            planned.setServerStatus(sequence, upgrade.reported(), snapshot.owned(), snapshot.resource());
            planned.setUpgrade(
                    upgrade,
                    upgrade.stalled(
                            context.settings().upgradeDeadline(),
                            context.clock().instant()));
            planned.setStorage(sizes);
            if (sizes.isOutstanding()) {
                backoff.later();
            }
            planned.setDraining(snapshot.draining(), snapshot.resource());
            facts.applied(planned, sequence);
            watch.ifPresent(pods -> pods.expect(sequence));
            purge(plan, sequence);
        }
        if (snapshot.draining().isWaiting(snapshot.resource()) || upgrade.isCanary()) {
            backoff.soon();
        }
        if (!failures.isEmpty()) {
            throw new PlanningException.Refused(String.join("; ", failures));
        }
        return outcome.written();
    }

    private Upgrade upgrade(ServerSnapshot snapshot) {
        PlannerContext.Settings settings = context.settings();
        String wanted = ServerObjects.version(snapshot.resource(), settings.operatorVersion());
        if (!wanted.equals(upgradingTo)) {
            upgradingTo = wanted;
            upgradingSince = context.clock().instant();
        }
        return Upgrade.of(
                snapshot.resource(),
                snapshot.version(),
                settings.operatorVersion(),
                settings.catalogue().read(),
                snapshot.owned().pods(server.name()),
                upgradingSince);
    }

    private Releases releases(MailServer resource, Upgrade upgrade) {
        PlannerContext.Settings settings = context.settings();
        String registry = resource.getSpec().images().registry().orElse(settings.registry());
        Catalogue catalogue = settings.catalogue().read();
        Map<Workload, Release> releases = new EnumMap<>(Workload.class);
        for (Workload workload : Workload.values()) {
            String version = upgrade.version(workload);
            Map<Program, String> digests = new EnumMap<>(Program.class);
            for (Program program : Program.values()) {
                catalogue.get(version).digest(program).ifPresent(digest -> digests.put(program, digest));
            }
            releases.put(workload, new Release(registry, version, settings.pullPolicy(), digests));
        }
        return new Releases(releases, upgrade.isCanary());
    }

    /** Written before what they are about: an operator that ends in between has lost none. */
    private Optional<Secret> removals(ServerSnapshot snapshot, Plan plan) {
        ConfigReader.InForce before = snapshot.inForce();
        return before.applied()
                .map(applied -> before.removals()
                        .after(applied, plan.applied(), context.clock().instant()))
                .filter(removals -> !removals.isEmpty())
                .map(removals -> RemovalRecord.write(snapshot.identity(), removals));
    }

    private ModelResult render(ServerSnapshot snapshot, Provided provided, Plan plan, Upgrade upgrade)
            throws PlanningException.Refused {
        PlannerContext.Settings settings = context.settings();
        ModelResult model = ServerObjects.render(new ModelInput(
                snapshot.resource(),
                plan,
                releases(snapshot.resource(), upgrade),
                settings.operatorNamespace(),
                kept(snapshot.owned(), snapshot.identity()),
                provided.origins(),
                snapshot.draining().floor()));
        if (!model.applicable()) {
            throw new PlanningException.Refused(
                    model.problems().stream().map(Problem::toString).collect(Collectors.joining("; ")));
        }
        return model;
    }

    /** Lets go what waited for its mail to be removed, once it is. */
    private void purge(Plan plan, long sequence) {
        removing = !plan.removals().isEmpty();
        if (removing && rollout.filter(pods -> pods.hasRemoved(sequence)).isPresent()) {
            context.purges().purged(server, plan.removals().stream().map(PlanRun::ref), context.servers());
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
                    context.probe(),
                    new PodRefresher(context.client()),
                    this::rolledOut,
                    context.clock()));
        }
    }

    private void rolledOut(Rollout now) {
        rollout = Optional.of(now);
        facts.rollout(now);
        if (removing) {
            backoff.changed();
        }
    }

    private Verifiers verifiers(ServerSnapshot snapshot) {
        if (verifiers.isEmpty()) {
            Verifiers made =
                    new Verifiers(snapshot.key().key(), context.hashing(), Maker.SCRAM_SHA_256, backoff::changed);
            Buckets.all()
                    .forEach(bucket -> snapshot.owned()
                            .find(Secret.class, snapshot.identity().names().users(bucket))
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
