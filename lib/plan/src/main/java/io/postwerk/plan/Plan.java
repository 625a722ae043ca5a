package io.postwerk.plan;

import io.postwerk.config.ConfigFormat;
import io.postwerk.config.ConfigIndex;
import io.postwerk.config.ConfigJson;
import io.postwerk.config.Program;
import io.postwerk.crds.manifest.Problem;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What should be.
 *
 * @param files the complete set of config files of each program, the index among them. Empty if the MailServer cannot be planned
 *     for: then nothing should be changed
 * @param problems everything that is wrong, sorted
 * @param facts what there is to say of each resource, sorted by kind, namespace and name
 * @param hold why the plan must not be applied yet
 * @param applied what the plan has, to be given to the next one once this is applied
 * @param certificates certificates that must be in place
 */
public record Plan(
        Map<Program, SortedMap<String, byte[]>> files,
        List<Problem> problems,
        List<ResourceFacts> facts,
        Optional<Hold> hold,
        Applied applied,
        List<CertificateNeed> certificates) {

    public Plan {
        problems = List.copyOf(problems);
        facts = List.copyOf(facts);
        certificates = List.copyOf(certificates);
    }

    /** Whether there is something to apply, and nothing that forbids it. */
    public boolean applicable() {
        return !files.isEmpty() && hold.isEmpty();
    }

    /** The same plan under another number. */
    public Plan withSequence(long sequence) {
        Map<Program, SortedMap<String, byte[]>> renumbered = new EnumMap<>(Program.class);
        files.forEach((program, set) -> renumbered.put(program, indexed(program, sequence, set)));
        return new Plan(renumbered, problems, facts, hold, applied, certificates);
    }

    /** A set of files with its index; one that is there already is replaced. */
    static SortedMap<String, byte[]> indexed(Program program, long sequence, Map<String, byte[]> files) {
        SortedMap<String, byte[]> set = new TreeMap<>(files);
        set.remove(ConfigFormat.INDEX_FILE);
        byte[] index = ConfigJson.write(ConfigIndex.of(program, sequence, set));
        set.put(ConfigFormat.INDEX_FILE, index);
        return Collections.unmodifiableSortedMap(set);
    }
}
