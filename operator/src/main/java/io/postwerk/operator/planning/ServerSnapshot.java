package io.postwerk.operator.planning;

import io.fabric8.kubernetes.api.model.Secret;
import io.postwerk.config.SecretText;
import io.postwerk.crds.MailServer;
import io.postwerk.crds.MailServerStatus;
import io.postwerk.crds.ObjectKey;
import io.postwerk.crds.TlsSpec;
import io.postwerk.operator.apply.KeyStore;
import io.postwerk.operator.cache.DependentObjects;
import io.postwerk.operator.cache.TenantSecrets;
import io.postwerk.operator.keys.KeyStorage.KeyException;
import io.postwerk.operator.keys.ServerKey;
import io.postwerk.operator.model.ServerIdentity;
import io.postwerk.operator.planning.ConfigReader.InForce;
import io.postwerk.plan.PlanInput;
import io.postwerk.plan.Snapshot;
import io.postwerk.plan.secret.SecretInput;
import io.postwerk.plan.secret.SecretInputs;
import io.postwerk.plan.secret.VerifierInputs;
import io.postwerk.plan.server.DeploymentTarget;
import java.util.Map;
import java.util.Optional;

/**
 * One MailServer with everything that its plan is made from, except the verifiers.
 *
 * @param resource the MailServer
 * @param owned its objects
 * @param storage where its keys are
 * @param key its key
 * @param inForce the configuration that is in force
 * @param draining its pods that are to go
 * @param wanted what is resolved
 * @param input the other inputs of the plan, without verifiers
 */
record ServerSnapshot(
        MailServer resource,
        DependentObjects owned,
        KeyStore storage,
        ServerKey key,
        InForce inForce,
        DrainingPods draining,
        Snapshot wanted,
        PlanInput input) {

    /**
     * Takes a snapshot of what the caches have.
     *
     * @throws PlanningException.NotReady if some of it is not known yet: with half of it most would seem to be gone
     */
    static ServerSnapshot of(MailServer resource, PlannerContext context, ConfigReader reader)
            throws PlanningException.NotReady, KeyException, PlanningException.Refused {
        ObjectKey server = ObjectKey.of(resource);
        DependentObjects owned = context.owned().in(server.namespace());
        if (owned.isForbidden()) {
            throw new PlanningException.Refused("the operator has no right to namespace " + server.namespace()
                    + "; add it to the namespaces of MailServers where the operator was installed");
        }
        boolean orders = resource.getSpec().tls().certificates().stream()
                .anyMatch(certificate -> certificate.source() == TlsSpec.Certificate.Source.CERT_MANAGER);
        boolean certManager = orders && context.certManager().isPresent();
        if (certManager) {
            owned.watchCertificates();
        }
        require(owned.isSynced(), "its objects are not known yet");
        require(context.namespaces().isSynced(), "namespaces are not known yet");
        TenantSecrets.View secrets =
                context.secrets().view(server, context.references().of(resource));
        require(secrets.isComplete(), "Secrets are not known yet");
        if (secrets.unavailable().contains(server.namespace())) {
            // Its certificates and logins are among them: without these a plan would take them out of use.
            throw new PlanningException.Refused("the Secrets of namespace " + server.namespace() + " cannot be listed");
        }
        ServerIdentity identity = ServerIdentity.of(resource);
        KeyStore storage = new KeyStore(
                context.client(), owned, identity, resource.getSpec().paused());
        ServerKey key = ServerKey.keep(identity, storage);
        InForce inForce = reader.read(owned, identity.names());
        DrainingPods draining = DrainingPods.of(resource, owned, context.probe());
        Map<ObjectKey, SecretInput> inputs = secrets.inputs();
        addOrdered(resource, owned, identity, inputs);
        DeploymentTarget target = DeploymentTarget.onKubernetes(server);
        Snapshot wanted = new Snapshot(
                server,
                context.resources().manifests(context.namespaces().list().stream()),
                new SecretInputs(inputs, secrets.forbidden(), secrets.unavailable()),
                certManager ? target : target.withoutCertManager());
        PlanInput input = new PlanInput(
                VerifierInputs.NONE,
                new SecretText(key.key().unknownUserKey(server.toString())),
                inForce.applied()
                        .map(applied ->
                                inForce.removals().of(applied, context.clock().instant())),
                Math.max(1, number(resource, inForce)),
                draining.pods());
        return new ServerSnapshot(resource, owned, storage, key, inForce, draining, wanted, input);
    }

    ServerIdentity identity() {
        return ServerIdentity.of(resource);
    }

    /** Number of the latest configuration, by the index or by the status: should the index be lost, numbers go on. */
    long number() {
        return number(resource, inForce);
    }

    /** The version that runs. */
    String version() {
        return Optional.ofNullable(resource.getStatus())
                .map(MailServerStatus::version)
                .orElse("");
    }

    private static long number(MailServer resource, InForce inForce) {
        long known = Optional.ofNullable(resource.getStatus())
                .map(MailServerStatus::sequence)
                .orElse(0L);
        return Math.max(inForce.sequence(), known);
    }

    /** Takes the Secrets that cert-manager fills, which carry our label. */
    private static void addOrdered(
            MailServer resource, DependentObjects owned, ServerIdentity identity, Map<ObjectKey, SecretInput> inputs) {
        for (TlsSpec.Certificate certificate : resource.getSpec().tls().certificates()) {
            if (certificate.source() == TlsSpec.Certificate.Source.CERT_MANAGER) {
                String name = identity.names().certificate(certificate.name());
                owned.find(Secret.class, name)
                        .ifPresent(secret -> inputs.put(
                                ObjectKey.of(secret),
                                SecretInput.of(secret, secret.getMetadata().getResourceVersion())));
            }
        }
    }

    private static void require(boolean known, String otherwise) throws PlanningException.NotReady {
        if (!known) {
            throw new PlanningException.NotReady(otherwise);
        }
    }
}
