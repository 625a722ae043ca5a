package io.postwerk.operator.runtime;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.postwerk.operator.apply.ObjectApplier;
import io.postwerk.operator.cache.CertManagerPresence;
import io.postwerk.operator.cache.CustomResources;
import io.postwerk.operator.cache.DependentObjects;
import io.postwerk.operator.cache.ObjectCache;
import io.postwerk.operator.cache.SecretReferences;
import io.postwerk.operator.cache.ServerLookup;
import io.postwerk.operator.cache.TenantSecrets;
import io.postwerk.operator.cache.Trimming;
import io.postwerk.operator.keys.VerifierPool;
import io.postwerk.operator.planning.PlannerContext;
import io.postwerk.operator.planning.Planners;
import io.postwerk.operator.planning.PlanningMetrics;
import io.postwerk.operator.planning.PurgeFinalizer;
import io.postwerk.operator.revision.PodProbe;
import io.postwerk.operator.status.EventRecorder;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The whole operator: its controllers, caches and planners. The program runs it in Quarkus; tests run it without.
 *
 * <p>A replica that does not lead keeps its caches of custom resources up to date and does nothing else.
 */
public final class PostwerkOperator implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(PostwerkOperator.class.getName());

    /** Status patches that are sent to the API server at once. */
    private static final int THREADS = 8;

    private static final long PAGE = 1000;
    private static final Duration SYNC_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration LOOK_FOR_RIGHTS = Duration.ofSeconds(2);
    private static final Duration RELEASE = Duration.ofSeconds(10);
    private static final long FIRST_RETRY_MILLIS = 200;
    private static final double RETRY_FACTOR = 2;
    private static final long LONGEST_RETRY_MILLIS = 60_000;

    /** Counts what the SDK tries again. */
    private record ReconcileErrors(PlanningMetrics metrics) implements Metrics {
        @Override
        public void reconciliationFailed(
                HasMetadata resource, RetryInfo retry, Exception failure, Map<String, Object> metadata) {
            metrics.unreported(resource.getKind());
        }
    }

    private final KubernetesClient client;
    private final OperatorSettings settings;
    private final PodProbe probe;
    private final PlanningMetrics metrics;
    private final Clock clock;
    private final Runnable onDeposed;
    private final Reconcilers reconcilers;
    private final ObjectCache<Namespace> namespaces;
    private final DependentObjects.ByNamespace owned;
    private final TenantSecrets secrets;
    private final ThreadPoolExecutor reconciliations = new ThreadPoolExecutor(
            THREADS,
            THREADS,
            1,
            TimeUnit.MINUTES,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().name("reconcile-", 0).daemon().factory());
    private final VerifierPool hashing = new VerifierPool(reconciliations.getQueue()::size);
    private final Operator operator;
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(
            2, Thread.ofPlatform().name("timer-", 0).daemon().factory());

    private volatile boolean leading;
    private volatile boolean closed;

    /**
     * An operator that does nothing yet.
     *
     * @param client belongs to the caller, who closes it
     * @param onDeposed called when another replica leads, or may, and when planning could not begin: plans no more, and is to be
     *     closed
     */
    public PostwerkOperator(
            KubernetesClient client,
            OperatorSettings settings,
            PodProbe probe,
            PlanningMetrics metrics,
            Clock clock,
            Runnable onDeposed) {
        this.client = client;
        this.settings = settings;
        this.probe = probe;
        this.metrics = metrics;
        this.clock = clock;
        this.onDeposed = onDeposed;
        this.reconcilers = new Reconcilers(new EventRecorder(client, settings.instance(), clock), clock);
        Planners planners = reconcilers.planners();
        this.namespaces = new ObjectCache<>(
                client.namespaces().runnableInformer(0),
                Trimming::labelsOnly,
                (before, after) -> !before.getMetadata()
                        .getLabels()
                        .equals(after.getMetadata().getLabels()),
                planners::namespaceChanged);
        this.owned = new DependentObjects.ByNamespace(client, planners);
        this.secrets = new TenantSecrets(client, settings.secretsEverywhere(), planners);
        this.operator = new Operator(this::configure);
        reconcilers.all().forEach(this::register);
    }

    /** Starts, and returns before everything is known. */
    public void start() {
        operator.start();
        if (settings.election().isEmpty()) {
            lead();
        }
        every(LOOK_FOR_RIGHTS, secrets::lookForRights);
        every(RELEASE, reconcilers.planners()::release);
    }

    private void every(Duration period, Runnable work) {
        Runnable guarded = () -> {
            try {
                work.run();
            } catch (RuntimeException | Error e) {
                // A timer does not repeat a task that has thrown.
                LOG.log(System.Logger.Level.ERROR, "What is done from time to time failed", e);
            }
        };
        timer.scheduleWithFixedDelay(guarded, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether all custom resources and namespaces are known, and watched. */
    public boolean isSynced() {
        return operator.getRuntimeInfo().isStarted()
                && operator.getRuntimeInfo().allEventSourcesAreHealthy()
                && namespaces.isSynced();
    }

    /** Whether this replica plans. */
    public boolean isLeading() {
        return leading;
    }

    /** How many MailServers are planned for. */
    public int servers() {
        return reconcilers.planners().count();
    }

    private <R extends HasMetadata> void register(Reconciler<R> reconciler) {
        operator.register(
                reconciler,
                overrider -> overrider
                        .withItemStore(new TransformingItemStore<>(Trimming::trim))
                        .withInformerListLimit(PAGE)
                        .withFieldManager(ObjectApplier.FIELD_MANAGER)
                        // Own status writes must not cause reconciliations. Other changes reach the planners by
                        // ResourceEvents.
                        .withGenerationAware(true)
                        // A resource that is being deleted still has its status written.
                        .withTriggerReconcilerOnAllEvents(true)
                        // The default is five attempts and then none.
                        .withRetry(new GenericRetry()
                                .withoutMaxAttempts()
                                .setInitialInterval(FIRST_RETRY_MILLIS)
                                .setIntervalMultiplier(RETRY_FACTOR)
                                .setMaxInterval(LONGEST_RETRY_MILLIS))
                        .withReconciliationMaxInterval(OperatorSettings.PERIOD));
    }

    private void configure(ConfigurationServiceOverrider overrider) {
        overrider
                .withKubernetesClient(client)
                .withCloseClientOnStop(false)
                .withMetrics(new ReconcileErrors(metrics))
                .withConcurrentReconciliationThreads(THREADS)
                .withExecutorService(reconciliations)
                .withConcurrentWorkflowExecutorThreads(1)
                .withUseSSAToPatchPrimaryResource(true)
                .checkingCRDAndValidateLocalModel(false)
                .withReconciliationTerminationTimeout(Duration.ofSeconds(5))
                // An API server that is away for a moment is no reason to end, at the start or later.
                .withStopOnInformerErrorDuringStartup(false)
                .withCacheSyncTimeout(SYNC_TIMEOUT);
        settings.election().ifPresent(election -> overrider.withLeaderElectionConfiguration(election(election)));
    }

    private io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration election(
            OperatorSettings.Election election) {
        return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(election.lease())
                .withLeaseNamespace(settings.planning().operatorNamespace())
                .withIdentity(settings.instance())
                .withLeaseDuration(election.duration())
                .withRenewDeadline(election.duration().multipliedBy(2).dividedBy(3))
                .withRetryPeriod(election.duration().dividedBy(6))
                .withLeaderCallbacks(new LeaderCallbacks(this::lead, this::follow, _ -> {}))
                // Its own exit would wait for ever if the program is ending already; onDeposed ends it.
                .buildForTest(false);
    }

    /** Planners start when all their inputs are known: before, a plan would take away what is not loaded yet. */
    private void lead() {
        leading = true;
        Thread.ofVirtual().name("lead").start(() -> {
            try {
                while (!closed && leading && !isSynced()) {
                    Thread.sleep(Duration.ofMillis(100));
                }
                if (!closed && leading) {
                    reconcilers.planners().start(environment());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException | Error e) {
                // A replica that cannot plan must not keep the lead.
                LOG.log(System.Logger.Level.ERROR, "Planning could not begin", e);
                onDeposed.run();
            }
        });
    }

    private void follow() {
        leading = false;
        reconcilers.planners().close();
        if (!closed) {
            LOG.log(System.Logger.Level.WARNING, "{0} has lost the lead", settings.instance());
            onDeposed.run();
        }
    }

    private PlannerContext environment() {
        CustomResources resources = reconcilers.resources();
        ServerLookup lookup = new ServerLookup(resources);
        return new PlannerContext(
                client,
                settings.planning(),
                resources,
                lookup,
                new SecretReferences(resources, lookup),
                namespaces,
                owned,
                secrets,
                new PurgeFinalizer(client, resources, lookup),
                new CertManagerPresence(client, clock),
                hashing,
                probe,
                metrics,
                clock);
    }

    @Override
    public void close() {
        closed = true;
        timer.shutdownNow();
        reconcilers.planners().close();
        operator.stop();
        secrets.close();
        owned.close();
        namespaces.close();
        hashing.close();
    }
}
