package io.postwerk.cli;

import io.postwerk.plan.server.DeploymentTarget;
import io.postwerk.trust.InstallationKey;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code postwerk run DIR}: plans the manifests, keeps the three servers running and follows changes, until it is stopped. */
@Command(
        name = "run",
        description = {
            "Runs the mail server that the manifests of a folder describe, and follows changes to them.",
            "Ctrl-C or SIGTERM stops it; mail, keys and configuration stay in the data folder."
        },
        mixinStandardHelpOptions = true)
final class Run implements Callable<Integer> {
    private static final Duration START_PATIENCE = Duration.ofSeconds(90);

    @Parameters(paramLabel = "DIR", description = "Folder of manifests.")
    private Path folder;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = ".postwerk",
            description = "Folder for everything that is kept. Default: ${DEFAULT-VALUE}.")
    private Path dataFolder;

    @Option(names = "--server", paramLabel = "NAME", description = "The MailServer, if the folder has several.")
    private Optional<String> server = Optional.empty();

    private final Console console = Console.system();

    @Override
    public Integer call() throws CliException, InterruptedException {
        long start = System.nanoTime();
        ManifestFolder manifests = new ManifestFolder(folder);
        try (DataFolder data = DataFolder.open(dataFolder)) {
            Watcher watcher = new Watcher(manifests);
            Clock clock = Clock.systemUTC();
            InstallationKey key = KeyFile.keep(data);
            Planning planning = new Planning(
                    manifests,
                    server,
                    key,
                    FirstSeen.keep(data),
                    VerifierStore.keep(data, key)::provide,
                    DeploymentTarget.oneMachine(data.root().toString()),
                    clock);
            Certificates certificates = new Certificates(data, clock);
            Follower follower = new Follower(planning, Installation.open(data), certificates, console);
            follower.first();
            Ports.requireFree(Listeners.of(data).wanted());
            serve(data, follower, watcher, certificates, start);
        }
        return 0;
    }

    private void serve(DataFolder data, Follower follower, Watcher watcher, Certificates certificates, long start)
            throws CliException, InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        Thread serving = Thread.currentThread();
        // SIGTERM and Ctrl-C: the JVM runs this and ends when it returns.
        AtomicBoolean stopping = new AtomicBoolean();
        Thread hook = new Thread(() -> {
            stopping.set(true);
            serving.interrupt();
            try {
                stopped.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Runtime.getRuntime().addShutdownHook(hook);
        try (Supervisor supervisor =
                new Supervisor(home(), data, () -> follower.users().size(), console)) {
            supervisor.start();
            supervisor.awaitReady(START_PATIENCE, data);
            Greeting.print(
                    console, follower.server(), folder, data, Listeners.of(data), certificates, follower.users());
            console.say("ready after %.1f s; Ctrl-C stops everything".formatted((System.nanoTime() - start) / 1e9));
            follower.follow(watcher, supervisor);
        } catch (InterruptedException e) {
            console.say("stopped");
        } catch (CliException e) {
            if (!stopping.get()) throw e;
            console.say("stopped before it was ready");
        } finally {
            stopped.countDown();
        }
    }

    private static Path home() throws CliException {
        String home = System.getProperty("postwerk.home");
        if (home == null)
            throw new CliException("start it with the script ./postwerk, which says where the programs are");
        return Path.of(home);
    }
}
