package io.postwerk.operator.planning;

import io.postwerk.crds.ObjectKey;
import io.postwerk.operator.apply.ObjectApplier.ConflictException;
import io.postwerk.operator.keys.KeyStorage.KeyException;
import io.postwerk.operator.planning.PlanningMetrics.Failure;
import io.postwerk.operator.status.ResourceRef;
import io.postwerk.operator.status.StatusFacts;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Plans for one MailServer, on a thread of its own: waits for changes, plans, applies, and tells of which resources the facts have changed. What fails
 * is tried again for ever, later and later. Nothing that happens here touches another MailServer.
 */
final class ServerPlanner implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ServerPlanner.class.getName());

    private final ObjectKey server;
    private final PlannerContext context;
    private final PlanBackoff backoff;
    private final PlanRun run;
    private final ServerFacts facts;
    private final Thread thread;
    private volatile boolean closed;

    /** @param onChange takes the resources whose facts have changed */
    ServerPlanner(ObjectKey server, PlannerContext context, Consumer<Collection<ResourceRef>> onChange) {
        this.server = server;
        this.context = context;
        this.backoff = new PlanBackoff(context.settings().period());
        this.facts = new ServerFacts(server, onChange);
        this.run = new PlanRun(server, context, facts, backoff);
        backoff.changed();
        this.thread = Thread.ofVirtual().name("planner-" + server).start(this::loop);
    }

    /** Something that the plan is made from has changed. */
    void changed() {
        backoff.changed();
    }

    /** A pod has changed. */
    void podChanged() {
        run.podChanged();
    }

    /** The facts of that generation of a resource; absent if no plan has seen it yet. */
    Optional<StatusFacts> facts(ResourceRef resource, long generation) {
        return facts.of(resource).filter(known -> known.generation() >= generation);
    }

    private void loop() {
        while (!closed) {
            long start = System.nanoTime();
            try {
                backoff.await();
                start = System.nanoTime();
                int written = run.run();
                long nanos = System.nanoTime() - start;
                backoff.succeeded(nanos);
                context.metrics().planned(server, Duration.ofNanos(nanos), written);
            } catch (InterruptedException e) {
                return;
            } catch (PlanningException.NotReady e) {
                LOG.log(
                        System.Logger.Level.DEBUG,
                        "MailServer {0} cannot be planned for yet: {1}",
                        server,
                        e.getMessage());
                backoff.notReady();
            } catch (ConflictException e) {
                LOG.log(System.Logger.Level.INFO, "MailServer {0} is planned for again: {1}", server, e.getMessage());
                failed(start, Failure.CONFLICT);
            } catch (KeyException e) {
                LOG.log(System.Logger.Level.ERROR, "MailServer {0}: {1}", server, e.getMessage());
                report(e.problem().what() + "; " + e.problem().remedy());
                failed(start, Failure.KEY);
            } catch (PlanningException.Refused e) {
                LOG.log(System.Logger.Level.ERROR, "MailServer {0}: {1}", server, e.getMessage());
                report(String.valueOf(e.getMessage()));
                failed(start, Failure.REFUSED);
            } catch (RuntimeException | Error e) {
                // One MailServer's planner, whatever happens in it, is no other's matter.
                if (!closed) {
                    LOG.log(System.Logger.Level.ERROR, "Planning for MailServer " + server + " failed", e);
                    report("planning failed (" + e.getClass().getSimpleName() + "); the operator's log says more");
                    failed(start, Failure.UNEXPECTED);
                }
            }
        }
    }

    private void report(String message) {
        try {
            context.resources()
                    .servers()
                    .get(server)
                    .ifPresent(resource -> facts.failed(resource, message, run.unplanned()));
        } catch (RuntimeException | Error e) {
            // Nothing may end the thread but its end: caches can be gone before it when the operator ends.
            if (!closed) {
                LOG.log(System.Logger.Level.ERROR, "What became of MailServer " + server + " could not be told", e);
            }
        }
    }

    private void failed(long start, Failure failure) {
        context.metrics().failed(server, failure);
        backoff.failed(System.nanoTime() - start);
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        run.close();
    }
}
