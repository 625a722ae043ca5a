package io.postwerk.operator.planning;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.postwerk.config.Buckets;
import io.postwerk.config.SecretText;
import io.postwerk.crds.MailServer;
import io.postwerk.crds.manifest.Manifests;
import io.postwerk.crds.manifest.Problem;
import io.postwerk.operator.apply.ApplyOutcome;
import io.postwerk.operator.apply.ClaimGrower;
import io.postwerk.operator.apply.ConflictException;
import io.postwerk.operator.apply.KeyStore;
import io.postwerk.operator.apply.ObjectApplier;
import io.postwerk.operator.apply.Pruner;
import io.postwerk.operator.cache.NamespaceObjects;
import io.postwerk.operator.cache.SecretView;
import io.postwerk.operator.keys.KeyException;
import io.postwerk.operator.keys.Origins;
import io.postwerk.operator.keys.ProvidedVerifiers;
import io.postwerk.operator.keys.ServerCertificates;
import io.postwerk.operator.keys.ServerKey;
import io.postwerk.operator.keys.VerifierMaker;
import io.postwerk.operator.keys.Verifiers;
import io.postwerk.operator.model.KeptStatefulSet;
import io.postwerk.operator.model.ModelInput;
import io.postwerk.operator.model.ModelResult;
import io.postwerk.operator.model.Release;
import io.postwerk.operator.model.ServerIdentity;
import io.postwerk.operator.model.ServerObjects;
import io.postwerk.operator.model.Workload;
import io.postwerk.operator.planning.ConfigReader.InForce;
import io.postwerk.operator.revision.PodRefresher;
import io.postwerk.operator.revision.RolloutWatch;
import io.postwerk.plan.ObjectKey;
import io.postwerk.plan.Plan;
import io.postwerk.plan.Planner;
import io.postwerk.plan.Reason;
import io.postwerk.plan.ResourceFacts.Fact;
import io.postwerk.plan.Snapshot;
import io.postwerk.plan.Target;
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
    private final Runnable onProgress;
    private final ConfigReader reader = new ConfigReader();
    private final ObjectApplier applier;
    private Optional<Verifiers> verifiers = Optional.empty();
    private volatile Optional<RolloutWatch> rollout = Optional.empty();

    /** @param onProgress asks for another plan */
    PlanRun(ObjectKey server, Environment environment, Verdicts verdicts, Runnable onProgress) {
        this.server = server;
        this.environment = environment;
        this.verdicts = verdicts;
        this.onProgress = onProgress;
        this.applier = new ObjectApplier(environment.client());
    }

    /** Looks at the pods soon. */
    void podChanged() {
        rollout.ifPresent(RolloutWatch::wake);
    }

    /**
     * Plans and applies.
     *
     * @return how many objects were written
     */
    int run() throws NotReadyException, ConflictException, KeyException, RefusedException {
        Optional<MailServer> found = environment.resources().servers().get(server);
        if (found.isEmpty()) {
            return 0;
        }
        MailServer resource = found.get();
        NamespaceObjects owned = environment.owned().in(server.namespace());
        if (owned.isForbidden()) {
            throw new RefusedException("the operator has no right to namespace " + server.namespace()
                    + "; add it to the namespaces of MailServers where the operator was installed");
        }
        require(owned.isSynced(), "its objects are not known yet");
        require(environment.namespaces().isSynced(), "namespaces are not known yet");
        SecretView secrets =
                environment.secrets().view(server, environment.references().of(resource));
        require(secrets.isComplete(), "Secrets are not known yet");
        watchPods(owned);

        boolean paused = resource.getSpec().paused();
        ServerIdentity identity = ServerIdentity.of(resource);
        KeyStore storage = new KeyStore(environment.client(), owned, paused);
        ServerKey key = ServerKey.keep(identity, storage);
        InForce inForce = reader.read(owned, identity.names());
        long number = Math.max(inForce.sequence(), known(resource));
        Snapshot bare = new Snapshot(
                        server,
                        environment
                                .resources()
                                .manifests(environment.namespaces().all()),
                        secrets.inputs(),
                        Map.of(),
                        new SecretText(key.key().unknownUserKey(server.toString())),
                        inForce.applied(),
                        Math.max(1, number),
                        Target.onKubernetes(server))
                .withUnreadable(secrets.forbidden());
        ProvidedVerifiers provided = verifiers(key, owned, identity).provide(Planner.verifiers(bare));
        environment.measures().hashing(server, provided.outstanding());
        Plan plan = Planner.plan(bare.withVerifiers(provided.verifiers(), provided.unusable()));
        return conclude(resource, owned, identity, key, storage, inForce, number, bare.manifests(), plan, provided);
    }

    private int conclude(
            MailServer resource,
            NamespaceObjects owned,
            ServerIdentity identity,
            ServerKey key,
            KeyStore storage,
            InForce inForce,
            long number,
            Manifests manifests,
            Plan plan,
            ProvidedVerifiers provided)
            throws KeyException, ConflictException, RefusedException {
        Findings findings = new Findings(server, environment, manifests, plan);
        if (resource.getSpec().paused()) {
            verdicts.blocked(
                    findings.withServer(known(resource), version(resource), owned),
                    new Fact(false, Reason.PAUSED, "MailServer " + server + " is paused"));
            return 0;
        }
        if (!plan.applicable()) {
            Fact why = plan.hold().isPresent()
                    ? new Fact(false, Reason.REMOVAL_HELD, "MailServer " + server + " waits for a confirmation")
                    : new Fact(false, Reason.SERVER_NOT_READY, "MailServer " + server + " is not valid");
            verdicts.blocked(findings.withServer(known(resource), version(resource), owned), why);
            return 0;
        }
        boolean same = number > 0 && inForce.has(plan.files()) && inForce.sequence() == number;
        long sequence = same ? number : number + 1;
        Release release = new Release(
                environment.settings().registry(),
                ServerObjects.version(resource, environment.settings().operatorVersion()),
                environment.settings().pullPolicy());
        ModelResult model = ServerObjects.render(new ModelInput(
                resource,
                plan.withSequence(sequence),
                release,
                environment.settings().operatorNamespace(),
                kept(owned, identity),
                provided.origins(),
                Map.of()));
        if (!model.applicable()) {
            throw new RefusedException(
                    model.problems().stream().map(Problem::toString).collect(Collectors.joining("; ")));
        }
        List<HasMetadata> objects = new ArrayList<>();
        objects.add(key.secret());
        objects.addAll(new ServerCertificates(storage, environment.clock()).keep(identity, plan.certificates(), false));
        objects.addAll(model.objects());
        ApplyOutcome outcome = applier.apply(owned, objects);
        List<String> failures = new ArrayList<>(outcome.failures());
        if (outcome.complete()) {
            new Pruner(environment.client()).prune(owned, server.name(), identity.uid(), objects);
            failures.addAll(new ClaimGrower(environment.client()).grow(owned, model.claims()));
            verdicts.applied(findings.withServer(sequence, release.version(), owned), sequence);
            rollout.ifPresent(watch -> watch.expect(sequence));
        }
        if (!failures.isEmpty()) {
            throw new RefusedException(String.join("; ", failures));
        }
        return outcome.written();
    }

    private static void require(boolean known, String otherwise) throws NotReadyException {
        if (!known) {
            throw new NotReadyException(otherwise);
        }
    }

    private void watchPods(NamespaceObjects owned) {
        if (rollout.isEmpty()) {
            rollout = Optional.of(new RolloutWatch(
                    server.toString(),
                    () -> owned.pods(server.name()),
                    environment.probe(),
                    new PodRefresher(environment.client()),
                    () -> rollout.ifPresent(watch -> verdicts.rollout(watch.current())),
                    environment.clock()));
        }
    }

    private Verifiers verifiers(ServerKey key, NamespaceObjects owned, ServerIdentity identity) {
        if (verifiers.isEmpty()) {
            Verifiers made = new Verifiers(key.key(), environment.hashing(), VerifierMaker.SCRAM_SHA_256, onProgress);
            Buckets.all()
                    .forEach(bucket -> owned.find(Secret.class, identity.names().users(bucket))
                            .ifPresent(secret -> made.remember(Origins.remembered(secret))));
            verifiers = Optional.of(made);
        }
        return verifiers.get();
    }

    private static Map<Workload, KeptStatefulSet> kept(NamespaceObjects owned, ServerIdentity identity) {
        Map<Workload, KeptStatefulSet> kept = new EnumMap<>(Workload.class);
        for (Workload workload : Workload.values()) {
            owned.find(StatefulSet.class, identity.names().workload(workload))
                    .ifPresent(live -> kept.put(workload, KeptStatefulSet.of(live)));
        }
        return kept;
    }

    /** The number in the status: should the index be lost, numbers go on and do not begin again. */
    private static long known(MailServer resource) {
        return resource.getStatus() == null ? 0 : resource.getStatus().sequence();
    }

    private static String version(MailServer resource) {
        return resource.getStatus() == null ? "" : resource.getStatus().version();
    }

    @Override
    public void close() {
        rollout.ifPresent(RolloutWatch::close);
    }
}
