package io.postwerk.plan;

import io.postwerk.config.SecretText;
import io.postwerk.crds.ObjectKey;
import io.postwerk.crds.manifest.Manifests;
import io.postwerk.plan.removal.Applied;
import io.postwerk.plan.secret.SecretInputs;
import io.postwerk.plan.secret.VerifierInputs;
import io.postwerk.plan.server.DeploymentTarget;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Everything that a plan is made from.
 *
 * @param server the MailServer to plan for
 * @param manifests all resources, those of other MailServers too; Secrets among them are not looked at
 * @param secrets the Secrets that resources may refer to
 * @param verifiers what passwords are checked with
 * @param unknownUserKey key from which the salt shown for an unknown user is made, base64
 * @param before what the last applied plan had; absent at first
 * @param sequence number of the plan, from 1
 * @param target where the programs will run
 * @param draining smtp-server pods that take no new mail and deliver what they have, since they are to go
 */
public record Snapshot(
        ObjectKey server,
        Manifests manifests,
        SecretInputs secrets,
        VerifierInputs verifiers,
        SecretText unknownUserKey,
        Optional<Applied> before,
        long sequence,
        DeploymentTarget target,
        SortedSet<String> draining) {

    public Snapshot {
        draining = Collections.unmodifiableSortedSet(new TreeSet<>(draining));
    }

    /** One in which no pod is to go. */
    public Snapshot(
            ObjectKey server,
            Manifests manifests,
            SecretInputs secrets,
            VerifierInputs verifiers,
            SecretText unknownUserKey,
            Optional<Applied> before,
            long sequence,
            DeploymentTarget target) {
        this(
                server,
                manifests,
                secrets,
                verifiers,
                unknownUserKey,
                before,
                sequence,
                target,
                Collections.emptySortedSet());
    }

    /** The same with the verifiers that it asked for. */
    public Snapshot withVerifiers(VerifierInputs made) {
        return new Snapshot(server, manifests, secrets, made, unknownUserKey, before, sequence, target, draining);
    }

    /** The same with other resources. */
    Snapshot withManifests(Manifests others) {
        return new Snapshot(server, others, secrets, verifiers, unknownUserKey, before, sequence, target, draining);
    }

    /** The same where other things are known of Secrets. */
    Snapshot withSecrets(SecretInputs others) {
        return new Snapshot(server, manifests, others, verifiers, unknownUserKey, before, sequence, target, draining);
    }

    /** The same with these smtp-server pods on their way out. */
    Snapshot withDraining(SortedSet<String> pods) {
        return new Snapshot(server, manifests, secrets, verifiers, unknownUserKey, before, sequence, target, pods);
    }
}
