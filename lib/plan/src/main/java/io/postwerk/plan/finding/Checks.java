package io.postwerk.plan.finding;

import io.postwerk.crds.LabelSelector;
import io.postwerk.crds.MailDomainSpec;
import io.postwerk.crds.NamespaceSelection;
import io.postwerk.crds.NextHopSpec;
import io.postwerk.crds.OutboundSpec;
import io.postwerk.crds.Patterns;
import io.postwerk.crds.RelaySpec;
import io.postwerk.crds.Rules;
import java.util.List;
import java.util.regex.Pattern;

/** The rules of the CRDs that hold in more than one kind of resource, in Java; see {@link Rules}. */
public final class Checks {
    private static final Pattern HOST = Pattern.compile("^(([A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9-]*[A-Za-z0-9])\\.)*"
            + "([A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9-]*[A-Za-z0-9])$");
    private static final Pattern HOST_PATTERN = Pattern.compile(Patterns.HOST_PATTERN);

    private Checks() {}

    /** Checks a MailDomain. */
    public static void domain(Findings findings, Claimant owner, MailDomainSpec spec) {
        if (spec.type() == MailDomainSpec.Type.ALIAS && spec.users().isPresent()) {
            findings.rule(owner, "spec", Rules.ALIAS_DOMAIN_USERS);
        }
        spec.users().ifPresent(users -> selection(findings, owner, "spec.users.namespaces", users.namespaces()));
    }

    /** Checks a Relay. */
    public static void relay(Findings findings, Claimant owner, RelaySpec spec) {
        if (spec.domains().isEmpty() && spec.outbound().isEmpty()) {
            findings.rule(owner, "spec", Rules.RELAY_EMPTY);
        }
        if (spec.domains().isEmpty() == spec.recipients().isPresent()) {
            findings.rule(owner, "spec", Rules.RELAY_RECIPIENTS);
        }
        spec.recipients().ifPresent(recipients -> {
            if ((recipients.policy() == RelaySpec.Recipients.Policy.LISTED)
                    == recipients.addresses().isEmpty()) {
                findings.rule(owner, "spec.recipients", Rules.RECIPIENTS_LISTED);
            }
        });
        nextHop(findings, owner, "spec.nextHop", spec.nextHop());
    }

    /** Checks a next hop. */
    public static void nextHop(Findings findings, Claimant owner, String field, NextHopSpec spec) {
        if (!Addresses.isIp(spec.host()) && !HOST.matcher(spec.host()).matches()) {
            findings.rule(owner, field + ".host", Rules.NEXT_HOP_HOST);
        }
        if (spec.credentials().isPresent() && spec.tls() == NextHopSpec.Tls.OPPORTUNISTIC) {
            findings.rule(owner, field, Rules.NEXT_HOP_CREDENTIALS);
        }
    }

    /** Checks the servers that Relays may pass mail on to. */
    public static void allowedNextHops(
            Findings findings, Claimant owner, String field, List<OutboundSpec.AllowedNextHop> specs) {
        for (int i = 0; i < specs.size(); i++) {
            boolean known = specs.get(i).hosts().stream()
                    .allMatch(host -> Addresses.isIp(host)
                            || Addresses.isNetwork(host)
                            || HOST_PATTERN.matcher(host).matches());
            if (!known) {
                findings.rule(owner, field + "[" + i + "].hosts", Rules.ALLOWED_HOSTS);
            }
        }
    }

    /** Checks a selection of namespaces. */
    public static void selection(Findings findings, Claimant owner, String field, NamespaceSelection spec) {
        if ((spec.from() == NamespaceSelection.From.SELECTOR) != spec.selector().isPresent()) {
            findings.rule(owner, field, Rules.SELECTOR_WITH_FROM);
        }
        spec.selector().ifPresent(selector -> selector(findings, owner, field + ".selector", selector));
    }

    /** Checks a selector of labels. */
    public static void selector(Findings findings, Claimant owner, String field, LabelSelector spec) {
        List<LabelSelector.Requirement> expressions = spec.matchExpressions();
        for (int i = 0; i < expressions.size(); i++) {
            boolean needed = switch (expressions.get(i).operator()) {
                case IN, NOT_IN -> true;
                case EXISTS, DOES_NOT_EXIST -> false;
            };
            if (needed == expressions.get(i).values().isEmpty()) {
                findings.rule(owner, field + ".matchExpressions[" + i + "]", Rules.SELECTOR_VALUES);
            }
        }
    }
}
