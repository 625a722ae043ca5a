package io.postwerk.plan;

import io.postwerk.config.SecretText;
import io.postwerk.crds.manifest.Manifests;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Everything that a plan is made from.
 *
 * @param server the MailServer to plan for
 * @param manifests all resources, those of other MailServers too; Secrets among them are not looked at
 * @param secrets the Secrets that resources may refer to
 * @param verifiers what passwords are checked with, as {@link Planner#verifiers} asks for them. What is not there yet is left out:
 *     the user receives mail and cannot log in
 * @param unknownUserKey key from which the salt shown for an unknown user is made, base64
 * @param before what the last applied plan had; absent at first
 * @param sequence number of the plan, from 1
 * @param target where the programs will run
 * @param draining smtp-server pods that take no new mail and deliver what they have, since they are to go
 * @param unreadable namespaces whose Secrets may not be read: what is not among the secrets may be there all the same
 * @param unavailable namespaces whose Secrets cannot be read for now, and were not yet: what is in force of them stays
 * @param unusable why no verifier can be made, by what it would be made from: RFC 4013 does not allow the password
 */
public record Snapshot(
        ObjectKey server,
        Manifests manifests,
        Map<ObjectKey, SecretInput> secrets,
        Map<VerifierKey, SecretText> verifiers,
        SecretText unknownUserKey,
        Optional<Applied> before,
        long sequence,
        Target target,
        SortedSet<String> draining,
        Set<String> unreadable,
        Set<String> unavailable,
        Map<VerifierKey, String> unusable) {

    public Snapshot {
        secrets = Map.copyOf(secrets);
        verifiers = Map.copyOf(verifiers);
        draining = Collections.unmodifiableSortedSet(new TreeSet<>(draining));
        unreadable = Set.copyOf(unreadable);
        unavailable = Set.copyOf(unavailable);
        unusable = Map.copyOf(unusable);
    }

    /** One in which no pod is to go, and every Secret may be read. */
    public Snapshot(
            ObjectKey server,
            Manifests manifests,
            Map<ObjectKey, SecretInput> secrets,
            Map<VerifierKey, SecretText> verifiers,
            SecretText unknownUserKey,
            Optional<Applied> before,
            long sequence,
            Target target) {
        this(
                server,
                manifests,
                secrets,
                verifiers,
                unknownUserKey,
                before,
                sequence,
                target,
                Collections.emptySortedSet(),
                Set.of(),
                Set.of(),
                Map.of());
    }

    /** The same with these smtp-server pods on their way out. */
    public Snapshot withDraining(SortedSet<String> pods) {
        return new Snapshot(
                server,
                manifests,
                secrets,
                verifiers,
                unknownUserKey,
                before,
                sequence,
                target,
                pods,
                unreadable,
                unavailable,
                unusable);
    }

    /** The same where the Secrets of these namespaces may not be read. */
    public Snapshot withUnreadable(Set<String> namespaces) {
        return new Snapshot(
                server,
                manifests,
                secrets,
                verifiers,
                unknownUserKey,
                before,
                sequence,
                target,
                draining,
                namespaces,
                unavailable,
                unusable);
    }

    /** The same where the Secrets of these namespaces cannot be read for now. */
    public Snapshot withUnavailable(Set<String> namespaces) {
        return new Snapshot(
                server,
                manifests,
                secrets,
                verifiers,
                unknownUserKey,
                before,
                sequence,
                target,
                draining,
                unreadable,
                namespaces,
                unusable);
    }

    /** The same with verifiers, and with what none can be made from. */
    public Snapshot withVerifiers(Map<VerifierKey, SecretText> made, Map<VerifierKey, String> unusable) {
        return new Snapshot(
                server,
                manifests,
                secrets,
                made,
                unknownUserKey,
                before,
                sequence,
                target,
                draining,
                unreadable,
                unavailable,
                unusable);
    }

    /** The same with other resources. */
    Snapshot withManifests(Manifests others) {
        return new Snapshot(
                server,
                others,
                secrets,
                verifiers,
                unknownUserKey,
                before,
                sequence,
                target,
                draining,
                unreadable,
                unavailable,
                unusable);
    }
}
