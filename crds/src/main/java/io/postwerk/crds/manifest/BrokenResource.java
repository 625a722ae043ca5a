package io.postwerk.crds.manifest;

import java.util.List;
import java.util.Optional;

/**
 * A custom resource that does not fit its schema. What it claims is kept as far as it could be read, so that mail for
 * it is deferred (451) and not refused.
 *
 * @param kind kind of the resource
 * @param namespace its namespace
 * @param name its name; empty if it has none
 * @param created its {@code metadata.creationTimestamp}, RFC 3339
 * @param address {@code spec.address} of a MailUser
 * @param aliases {@code spec.aliases} of a MailUser
 * @param domains {@code spec.domain} of a MailDomain, or {@code spec.domains} of a Relay
 * @param senders {@code spec.outbound.senders} of a Relay
 * @param server name in {@code spec.serverRef}
 * @param source where it was written
 * @param problems what is wrong with it; at least one
 */
public record BrokenResource(
        String kind,
        String namespace,
        String name,
        Optional<String> created,
        Optional<String> address,
        List<String> aliases,
        List<String> domains,
        List<String> senders,
        Optional<String> server,
        Source source,
        List<Problem> problems) {

    public BrokenResource {
        aliases = List.copyOf(aliases);
        domains = List.copyOf(domains);
        senders = List.copyOf(senders);
        problems = List.copyOf(problems);
    }

    /** How problems call it, as in {@code MailUser default/alice}. */
    public String title() {
        return Sourced.title(kind, namespace, name.isEmpty() ? "(without a name)" : name);
    }

    /** The same, created at the given time (RFC 3339). */
    public BrokenResource withCreated(String time) {
        return new BrokenResource(
                kind, namespace, name, Optional.of(time), address, aliases, domains, senders, server, source, problems);
    }
}
