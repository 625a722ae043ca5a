package io.postwerk.cli;

import io.postwerk.config.ConfigFormat;
import io.postwerk.config.Program;
import io.postwerk.config.server.ListenerConfig;
import io.postwerk.plan.server.DeploymentTarget;
import io.postwerk.trust.InstallationKey;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One MailServer on this machine: its keys, certificates and config files below a data folder, and how its programs are
 * started on them. It starts nothing itself.
 */
public final class LocalInstallation implements AutoCloseable {
    private static final int MAX_OFFSET = 65_534;

    private final DataFolder data;
    private final DeploymentTarget target;
    private final LocalCertificates certificates;
    private final ManifestWatcher watcher;
    private final ConfigReloader reloader;

    private LocalInstallation(
            DataFolder data,
            DeploymentTarget target,
            LocalCertificates certificates,
            ManifestWatcher watcher,
            ConfigReloader reloader) {
        this.data = data;
        this.target = target;
        this.certificates = certificates;
        this.watcher = watcher;
        this.reloader = reloader;
    }

    /**
     * Locks the data folder, plans the manifests and writes what follows from them.
     *
     * @param server name of the MailServer, if the manifests have several
     * @param portOffset added to every TCP port
     * @throws CliException also when a port is taken
     */
    public static LocalInstallation prepare(Path manifests, Optional<String> server, Path dataFolder, int portOffset)
            throws CliException {
        return prepare(manifests, server, dataFolder, portOffset, Console.system());
    }

    static LocalInstallation prepare(
            Path manifests, Optional<String> server, Path dataFolder, int portOffset, Console console)
            throws CliException {
        if (portOffset < 0 || portOffset > MAX_OFFSET) {
            throw new CliException("--port-offset has to be a number from 0 to " + MAX_OFFSET);
        }
        ManifestFolder folder = new ManifestFolder(manifests);
        DataFolder data = DataFolder.open(dataFolder);
        try {
            Clock clock = Clock.systemUTC();
            DeploymentTarget target =
                    DeploymentTarget.oneMachine(data.root().toString()).withPortOffset(portOffset);
            // Before the manifests are read: a change while they are planned is noticed.
            ManifestWatcher watcher = new ManifestWatcher(folder);
            InstallationKey key = InstallationKeyFile.keep(data);
            Planning planning = new Planning(
                    folder,
                    // Elapsed time: a clock that is set does not shorten a wait.
                    new HeldManifests(() -> Instant.EPOCH.plusNanos(System.nanoTime())),
                    server,
                    key,
                    Planning.Memory.keep(data),
                    VerifierStore.keep(data, key)::provide,
                    target,
                    clock);
            LocalCertificates certificates = new LocalCertificates(data, clock);
            ConfigReloader reloader =
                    new ConfigReloader(planning, AppliedConfig.open(data), certificates, clock, console);
            reloader.first();
            PortCheck.requireFree(ListeningSockets.of(data).wanted());
            return new LocalInstallation(data, target, certificates, watcher, reloader);
        } catch (CliException | RuntimeException e) {
            data.close();
            throw e;
        }
    }

    DataFolder data() {
        return data;
    }

    LocalCertificates certificates() {
        return certificates;
    }

    ConfigReloader reloader() {
        return reloader;
    }

    ManifestWatcher watcher() {
        return watcher;
    }

    /** The mail listeners of the config files in force, that of LMTP included. */
    public List<ListenerConfig> listeners() throws CliException {
        return ListeningSockets.of(data).mail();
    }

    /** TCP port of a program for health, metrics and {@code /revision}. */
    public int managementPort(Program program) {
        return target.port(program.managementPort());
    }

    /** Variables that are added to a program's environment. */
    public Map<String, String> environment(Program program) {
        return Map.of(
                ConfigFormat.DIRECTORY_VARIABLE,
                data.config(program).toString(),
                // A child ends when this process is killed: an orphan would hold the ports and the stores.
                "POSTWERK_PARENT_PID",
                Long.toString(ProcessHandle.current().pid()),
                // The files are complete already: an error in them is to be reported at once.
                "POSTWERK_CONFIG_WAIT_SECONDS",
                "0");
    }

    /**
     * Waits until a program is ready.
     *
     * @return false when it is not within that time, or the thread was interrupted
     */
    public boolean awaitReady(Program program, Duration timeout) {
        return probe(program).awaitReady(timeout);
    }

    ManagementProbe probe(Program program) {
        return new ManagementProbe(managementPort(program));
    }

    @Override
    public void close() {
        data.close();
    }
}
