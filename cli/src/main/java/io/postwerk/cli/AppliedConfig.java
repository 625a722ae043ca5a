package io.postwerk.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.postwerk.config.ConfigFormat;
import io.postwerk.config.Program;
import io.postwerk.config.load.ConfigWriter;
import io.postwerk.plan.Plan;
import io.postwerk.plan.removal.Applied;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The applied configuration of this machine: the config files below the data folder, and the sequence number of their
 * plan.
 */
final class AppliedConfig {
    private static final String SEQUENCE = "sequence";
    private static final String DOMAINS = "domains";
    private static final String USERS = "users";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Why nothing certain can be said of a domain or user: no loss when it goes. */
    private static final Pattern DOUBTS = Pattern.compile("\\.(incomplete|unavailable)$");

    private final DataFolder data;
    private final StateFile state;
    private long sequence;
    private Optional<Applied> applied;

    private AppliedConfig(DataFolder data, StateFile state, long sequence, Optional<Applied> applied) {
        this.data = data;
        this.state = state;
        this.sequence = sequence;
        this.applied = applied;
    }

    static AppliedConfig open(DataFolder data) throws CliException {
        StateFile state = new StateFile(data, "applied.json");
        Map<String, String> content = state.read();
        if (content.isEmpty()) return new AppliedConfig(data, state, 0, Optional.empty());
        return new AppliedConfig(
                data,
                state,
                Long.parseLong(content.get(SEQUENCE)),
                Optional.of(new Applied(
                        names(Objects.requireNonNull(content.get(DOMAINS))),
                        names(Objects.requireNonNull(content.get(USERS))))));
    }

    /** Sequence number of the applied plan; 0 before the first. */
    long sequence() {
        return sequence;
    }

    /** Domains and users of the applied plan. */
    Optional<Applied> applied() {
        return applied;
    }

    /** Whether every program has a set of files to start with. */
    boolean isComplete() {
        return Arrays.stream(Program.values())
                .allMatch(program -> Files.exists(data.config(program).resolve(ConfigFormat.INDEX_FILE)));
    }

    /**
     * What the config files have and those of a plan do not: domains, addresses, credentials, listeners. Empty before the first
     * plan.
     *
     * @return paths below the files' names, sorted
     */
    List<String> lostIn(Plan plan) throws CliException {
        List<String> lost = new ArrayList<>();
        for (Map.Entry<Program, SortedMap<String, byte[]>> set : plan.files().entrySet()) {
            for (Map.Entry<String, byte[]> file : set.getValue().entrySet()) {
                Path path = data.config(set.getKey()).resolve(file.getKey());
                if (file.getKey().equals(ConfigFormat.INDEX_FILE) || !Files.exists(path)) continue;
                try {
                    Losses.between(JSON.readTree(Files.readAllBytes(path)), JSON.readTree(file.getValue())).stream()
                            .filter(what -> !DOUBTS.matcher(what).find())
                            .map(what -> set.getKey().folder() + "/" + file.getKey() + ": " + what)
                            .forEach(lost::add);
                } catch (IOException e) {
                    throw new CliException(path + " cannot be read: " + e.getMessage(), e);
                }
            }
        }
        return lost.stream().sorted().toList();
    }

    /** What {@link #apply} does once one program's files are there. */
    @FunctionalInterface
    interface Step {
        /** @param restart whether the program must be started again: what it reads once has changed */
        void written(Program program, long sequence, boolean restart);
    }

    /**
     * Applies a plan if it differs from the applied one. The files of users are written before the routing that
     * refers to them, so that a lookup of a routed user is answered at once.
     *
     * @return whether anything was written
     */
    boolean apply(Plan plan, Step step) throws CliException {
        Set<Program> changed = EnumSet.noneOf(Program.class);
        for (Program program : Program.values())
            if (differs(program, Objects.requireNonNull(plan.files().get(program)))) changed.add(program);
        if (changed.isEmpty() && isComplete()) {
            remember(plan.applied());
            return false;
        }
        sequence++;
        Plan numbered = plan.withSequence(sequence);
        remember(plan.applied());
        for (Program program : List.of(Program.AUTH_SIDECAR, Program.IMAP_SERVER, Program.SMTP_SERVER)) {
            boolean restart = differs(
                    program,
                    ConfigFormat.SERVER_FILE,
                    Objects.requireNonNull(numbered.files().get(program)));
            try {
                new ConfigWriter(data.config(program))
                        .write(Objects.requireNonNull(numbered.files().get(program)));
            } catch (IOException e) {
                throw new CliException(
                        "the config files of " + program.folder() + " cannot be written: " + e.getMessage(), e);
            }
            step.written(program, sequence, restart);
        }
        return true;
    }

    /** The files of a set without its index, which contains the plan's sequence number. */
    private boolean differs(Program program, SortedMap<String, byte[]> files) {
        return files.keySet().stream()
                .filter(file -> !file.equals(ConfigFormat.INDEX_FILE))
                .anyMatch(file -> differs(program, file, files));
    }

    private boolean differs(Program program, String file, SortedMap<String, byte[]> files) {
        Path path = data.config(program).resolve(file);
        try {
            return !Files.exists(path) || !Arrays.equals(Files.readAllBytes(path), files.get(file));
        } catch (IOException e) {
            return true;
        }
    }

    /** Called before the files are written, so that no sequence number is used twice. */
    private void remember(Applied now) throws CliException {
        Map<String, String> content = new TreeMap<>();
        content.put(SEQUENCE, Long.toString(sequence));
        content.put(DOMAINS, now.domains().stream().sorted().collect(Collectors.joining("\n")));
        content.put(USERS, now.users().stream().sorted().collect(Collectors.joining("\n")));
        if (applied.filter(now::equals).isEmpty() || !content.equals(state.read())) state.write(content);
        applied = Optional.of(now);
    }

    private static Set<String> names(String lines) {
        return lines.lines().filter(line -> !line.isEmpty()).collect(Collectors.toSet());
    }
}
