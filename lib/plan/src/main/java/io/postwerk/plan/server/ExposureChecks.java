package io.postwerk.plan.server;

import io.postwerk.crds.ExposureSpec;
import io.postwerk.crds.MailServerSpec;
import io.postwerk.crds.MailboxSpec;
import io.postwerk.crds.Rules;
import io.postwerk.crds.SmtpSpec;
import io.postwerk.plan.finding.Addresses;
import io.postwerk.plan.finding.Claimant;
import io.postwerk.plan.finding.Findings;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rules of a MailServer's exposures in Java; see {@link Rules}. */
final class ExposureChecks {
    private final Findings findings;
    private final Claimant owner;
    private final MailServerSpec spec;

    ExposureChecks(Findings findings, Claimant owner, MailServerSpec spec) {
        this.findings = findings;
        this.owner = owner;
        this.spec = spec;
    }

    void run() {
        List<ExposureSpec> exposures = spec.exposure();
        for (int i = 0; i < exposures.size(); i++) {
            alone("spec.exposure[" + i + "]", exposures.get(i));
        }
        Set<String> listeners = Stream.concat(
                        spec.smtp().listeners().stream().map(SmtpSpec.Listener::name),
                        spec.mailbox().listeners().stream().map(MailboxSpec.Listener::name))
                .collect(Collectors.toSet());
        if (!exposures.stream().allMatch(exposure -> listeners.containsAll(exposure.listeners()))) {
            findings.rule(owner, "spec", Rules.EXPOSURE_LISTENERS);
        }
        if (!exposures.stream().allMatch(this::hasDistinctPorts)) {
            findings.rule(owner, "spec", Rules.EXPOSURE_PORT);
        }
    }

    private void alone(String field, ExposureSpec exposure) {
        boolean balanced = exposure.type() == ExposureSpec.Type.LOAD_BALANCER;
        List<String> ranges = exposure.loadBalancerSourceRanges();
        if (!balanced && (exposure.loadBalancerClass().isPresent() || !ranges.isEmpty())) {
            findings.rule(owner, field, Rules.EXPOSURE_LOAD_BALANCER);
        }
        if (!ranges.stream().allMatch(Addresses::isNetwork)) {
            findings.rule(owner, field + ".loadBalancerSourceRanges", Rules.EXPOSURE_RANGES);
        }
        if (!exposure.listeners().isEmpty()
                && !exposure.listeners().containsAll(exposure.ports().keySet())) {
            findings.rule(owner, field, Rules.EXPOSURE_PORTS);
        }
    }

    /** Whether no two listeners of a workload, which share a Service, would be served on one port. */
    private boolean hasDistinctPorts(ExposureSpec exposure) {
        Stream<Integer> smtp = spec.smtp().listeners().stream()
                .filter(l -> exposure.exposes(l.name()))
                .map(l -> exposure.servicePort(l.name(), l.port()));
        Stream<Integer> mailbox = spec.mailbox().listeners().stream()
                .filter(l -> exposure.exposes(l.name()))
                .map(l -> exposure.servicePort(l.name(), l.port()));
        return areDistinct(smtp.toList()) && areDistinct(mailbox.toList());
    }

    private static boolean areDistinct(List<Integer> ports) {
        return new HashSet<>(ports).size() == ports.size();
    }
}
