package io.postwerk.plan;

import io.postwerk.config.ConfigFormat;
import io.postwerk.config.Program;
import io.postwerk.config.json.ConfigJson;
import io.postwerk.config.load.ConfigIndex;
import io.postwerk.crds.MailDomainStatus;
import io.postwerk.crds.ObjectKey;
import io.postwerk.crds.manifest.Problem;
import io.postwerk.plan.finding.Findings;
import io.postwerk.plan.finding.ResourceFacts;
import io.postwerk.plan.removal.Applied;
import io.postwerk.plan.removal.MailRemoval;
import io.postwerk.plan.removal.RemovalHold;
import io.postwerk.plan.server.AuthorityNeed;
import io.postwerk.plan.server.CertificateNeed;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What should be.
 *
 * @param files the complete set of config files of each program, the index among them. Empty if the MailServer cannot be planned
 *     for: then nothing should be changed
 * @param problems everything that is wrong, sorted
 * @param facts the facts of each resource, sorted by kind, namespace and name
 * @param paused whether the MailServer is to be left as it is
 * @param hold why the plan must not be applied yet
 * @param applied what the plan has, to be given to the next one once this is applied
 * @param certificates certificates that must be in place or be ordered
 * @param clientAuthority the CAs of client certificates, where some are taken
 * @param domains the facts of each MailDomain that has its domain
 * @param removals resources that are being deleted together with their mail
 */
public record Plan(
        Map<Program, SortedMap<String, byte[]>> files,
        List<Problem> problems,
        List<ResourceFacts> facts,
        boolean paused,
        Optional<RemovalHold> hold,
        Applied applied,
        List<CertificateNeed> certificates,
        Optional<AuthorityNeed> clientAuthority,
        SortedMap<ObjectKey, DomainFacts> domains,
        List<MailRemoval> removals) {

    public Plan {
        problems = List.copyOf(problems);
        facts = List.copyOf(facts);
        certificates = List.copyOf(certificates);
        domains = Collections.unmodifiableSortedMap(new TreeMap<>(domains));
        removals = List.copyOf(removals);
    }

    /** The plan of a MailServer that is not there or not valid. */
    static Plan nothing(Findings findings, Optional<Applied> before) {
        return new Plan(
                Map.of(),
                findings.problems(),
                findings.facts(),
                false,
                Optional.empty(),
                before.orElse(new Applied(Set.of(), Set.of())),
                List.of(),
                Optional.empty(),
                Collections.emptySortedMap(),
                List.of());
    }

    /** Whether there is something to apply, and nothing that forbids it. */
    public boolean applicable() {
        return !files.isEmpty() && hold.isEmpty() && !paused;
    }

    /** The same plan under another number. */
    public Plan withSequence(long sequence) {
        Map<Program, SortedMap<String, byte[]>> renumbered = new EnumMap<>(Program.class);
        files.forEach((program, set) -> renumbered.put(program, indexed(program, sequence, set)));
        return withFiles(renumbered);
    }

    /** The same with other files. */
    public Plan withFiles(Map<Program, SortedMap<String, byte[]>> others) {
        return new Plan(
                others, problems, facts, paused, hold, applied, certificates, clientAuthority, domains, removals);
    }

    /** A set of files with its index; one that is there already is replaced. */
    static SortedMap<String, byte[]> indexed(Program program, long sequence, Map<String, byte[]> files) {
        SortedMap<String, byte[]> set = new TreeMap<>(files);
        set.remove(ConfigFormat.INDEX_FILE);
        byte[] index = ConfigJson.write(ConfigIndex.of(program, sequence, set));
        set.put(ConfigFormat.INDEX_FILE, index);
        return Collections.unmodifiableSortedMap(set);
    }

    /**
     * The facts of a MailDomain that has its domain, for its status.
     *
     * @param users how many users it has
     * @param dnsRecords what to publish in the DNS
     */
    public record DomainFacts(int users, List<MailDomainStatus.DnsRecord> dnsRecords) {
        public DomainFacts {
            dnsRecords = List.copyOf(dnsRecords);
        }
    }
}
