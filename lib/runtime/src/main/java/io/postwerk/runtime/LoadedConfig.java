package io.postwerk.runtime;

import io.postwerk.config.ConfigFormat;
import io.postwerk.config.Program;
import io.postwerk.config.load.LiveConfig;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * The {@link Revision} of a program whose configuration a {@link LiveConfig} keeps up to date.
 *
 * @param <T> what the configuration is made into
 */
public final class LoadedConfig<T> implements Supplier<Revision> {
    private final Program program;
    private final LiveConfig<T> config;
    private final ToLongFunction<T> sequence;
    private final ToLongFunction<T> pending;
    private volatile Optional<Instant> loadedAt;

    private LoadedConfig(
            Program program,
            LiveConfig<T> config,
            ToLongFunction<T> sequence,
            ToLongFunction<T> pending,
            InstantSource clock) {
        this.program = program;
        this.config = config;
        this.sequence = sequence;
        this.pending = pending;
        this.loadedAt = config.current().map(_ -> clock.instant());
        config.onChange(_ -> loadedAt = Optional.of(clock.instant()));
    }

    /**
     * For a program that is done with a set of configuration once it is loaded.
     *
     * @param sequence the sequence number of a set
     */
    public static <T> LoadedConfig<T> of(
            Program program, LiveConfig<T> config, ToLongFunction<T> sequence, InstantSource clock) {
        return new LoadedConfig<>(program, config, sequence, _ -> 0, clock);
    }

    /**
     * For a program that has more to do for a set than to load it.
     *
     * @param pending how much of this very set is not done yet
     */
    public static <T> LoadedConfig<T> of(
            Program program,
            LiveConfig<T> config,
            ToLongFunction<T> sequence,
            ToLongFunction<T> pending,
            InstantSource clock) {
        return new LoadedConfig<>(program, config, sequence, pending, clock);
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
        // One set, asked for both: its number must not stand beside what another one has still to do.
        Optional<T> current = config.current();
        return new Revision(
                program.folder(),
                ConfigFormat.VERSION,
                current.isPresent() ? OptionalLong.of(sequence.applyAsLong(current.get())) : OptionalLong.empty(),
                loadedAt,
                config.loaded(),
                config.refused(),
                config.lastError(),
                current.isPresent() ? pending.applyAsLong(current.get()) : 0);
    }
}
