package io.postwerk.runtime;

import io.postwerk.config.ConfigFormat;
import io.postwerk.config.LiveConfig;
import io.postwerk.config.Program;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** The {@link Revision} of a program whose configuration a {@link LiveConfig} keeps up to date. */
public final class LoadedConfig implements Supplier<Revision> {
    private final Program program;
    private final LiveConfig<?> config;
    private volatile Optional<Instant> loadedAt;

    private LoadedConfig(Program program, LiveConfig<?> config, InstantSource clock) {
        this.program = program;
        this.config = config;
        this.loadedAt = config.current().map(_ -> clock.instant());
        config.onChange(_ -> loadedAt = Optional.of(clock.instant()));
    }

    public static LoadedConfig of(Program program, LiveConfig<?> config, InstantSource clock) {
        return new LoadedConfig(program, config, clock);
    }

    /**
     * The folder of config files that the environment names.
     *
     * @throws StartFailedException if it names none
     */
    public static Path folderFromEnvironment() throws StartFailedException {
        String folder = System.getenv(ConfigFormat.DIRECTORY_VARIABLE);
        if (folder == null || folder.isBlank()) {
            throw new StartFailedException("the environment variable " + ConfigFormat.DIRECTORY_VARIABLE
                    + " has to name the folder of config files");
        }
        return Path.of(folder);
    }

    @Override
    public Revision get() {
        return new Revision(
                program.folder(),
                ConfigFormat.VERSION,
                config.current().isPresent() ? OptionalLong.of(config.sequence()) : OptionalLong.empty(),
                loadedAt,
                config.loaded(),
                config.refused(),
                config.lastError());
    }
}
