package io.postwerk.authsidecar.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import io.postwerk.authsidecar.AuthService;
import io.postwerk.authsidecar.Metrics;
import io.postwerk.authsidecar.UnusableConfigException;
import io.postwerk.config.ConfigException;
import io.postwerk.config.Program;
import io.postwerk.config.load.LiveConfig;
import io.postwerk.config.load.ProgramFiles;
import io.postwerk.config.server.AuthSidecarConfig;
import io.postwerk.config.users.UserTable;
import io.postwerk.runtime.Condition;
import io.postwerk.runtime.LoadedConfig;
import io.postwerk.runtime.ProgramLifecycle;
import io.postwerk.runtime.Readiness;
import io.postwerk.runtime.Revision;
import io.postwerk.runtime.ServerProgram;
import io.postwerk.runtime.StartFailedException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/** The program: reads its configuration from the folder that the environment names, and runs the service. */
final class AuthSidecar implements ServerProgram {

    private static final Duration GRACE = Duration.ofSeconds(3);

    private final LiveConfig<UserTable> users;
    private final Readiness readiness;
    private final ProgramLifecycle lifecycle;
    private final LoadedConfig<UserTable> loaded;

    private AuthSidecar(LiveConfig<UserTable> users, AuthService service) {
        this.users = users;
        loaded = LoadedConfig.of(Program.AUTH_SIDECAR, users, UserTable::sequence, InstantSource.system());
        readiness = new Readiness()
                .require("users", this::usersLoaded)
                .require(
                        "sockets",
                        () -> service.probe().problem().map(Condition::down).orElseGet(Condition::up));
        lifecycle = ProgramLifecycle.builder()
                .step("service", Duration.ofSeconds(1), () -> {}, _ -> service.close())
                .step("sockets", GRACE, service::open, service::drain)
                .step(
                        "probe",
                        Duration.ofSeconds(1),
                        service.probe()::start,
                        _ -> service.probe().close())
                .build();
    }

    static AuthSidecar create(MeterRegistry metrics) throws StartFailedException {
        return create(LoadedConfig.folderFromEnvironment(), metrics);
    }

    static AuthSidecar create(Path folder, MeterRegistry metrics) throws StartFailedException {
        try {
            AuthSidecarConfig config = ProgramFiles.server(folder, AuthSidecarConfig.class);
            LiveConfig<UserTable> users = LiveConfig.users(folder);
            return new AuthSidecar(users, AuthService.create(config, users, new Metrics(metrics)));
        } catch (ConfigException | UnusableConfigException e) {
            throw new StartFailedException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public Revision revision() {
        return loaded.get();
    }

    @Override
    public Readiness readiness() {
        return readiness;
    }

    @Override
    public ProgramLifecycle lifecycle() {
        return lifecycle;
    }

    private Condition usersLoaded() {
        return users.current().isPresent()
                ? Condition.up()
                : Condition.down(users.lastError().orElse("no complete set of users is loaded"));
    }
}
