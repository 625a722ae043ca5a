package io.postwerk.cli;

import java.nio.file.Path;
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
final class RunCommand implements Callable<Integer> {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(90);

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

    @Option(
            names = "--port-offset",
            paramLabel = "N",
            defaultValue = "0",
            description = {
                "Added to every TCP port: mail listeners, LMTP, login and management ports. With it and a data folder of",
                "its own, a second installation runs on the same machine. Default: ${DEFAULT-VALUE}."
            })
    private int portOffset;

    private final Console console = Console.system();

    @Override
    public Integer call() throws CliException, InterruptedException {
        long start = System.nanoTime();
        try (LocalInstallation installation =
                LocalInstallation.prepare(folder, server, dataFolder, portOffset, console)) {
            serve(installation, start);
        }
        return 0;
    }

    private void serve(LocalInstallation installation, long start) throws CliException, InterruptedException {
        Supervisor supervisor = new Supervisor(home(), installation, console);
        CountDownLatch stopped = new CountDownLatch(1);
        AtomicBoolean stopping = new AtomicBoolean();
        Thread serving = Thread.currentThread();
        // SIGTERM and Ctrl-C: the JVM runs this thread, and ends when it returns.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            // A signal to the whole process group ends the children too, perhaps before this process can close the
            // supervisor.
            supervisor.stopRestarting();
            stopping.set(true);
            serving.interrupt();
            try {
                stopped.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        try (supervisor) {
            supervisor.start();
            supervisor.awaitReady(START_TIMEOUT);
            StartupSummary.print(console, folder, installation);
            console.say("ready after %.1f s; Ctrl-C stops everything".formatted((System.nanoTime() - start) / 1e9));
            installation.reloader().follow(installation.watcher(), supervisor);
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
