package io.postwerk.operator.planning;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.postwerk.crds.ObjectKey;
import io.postwerk.operator.cache.CertManagerPresence;
import io.postwerk.operator.cache.CustomResources;
import io.postwerk.operator.cache.DependentObjects;
import io.postwerk.operator.cache.ObjectCache;
import io.postwerk.operator.cache.SecretReferences;
import io.postwerk.operator.cache.ServerLookup;
import io.postwerk.operator.cache.TenantSecrets;
import io.postwerk.operator.keys.Verifiers;
import io.postwerk.operator.revision.PodProbe;
import io.postwerk.operator.upgrade.Catalogue;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What planners work with.
 *
 * @param client how objects are written
 * @param settings what is the same for all MailServers
 * @param resources the custom resources
 * @param lookup which MailServer they belong to
 * @param references the Secrets that they refer to
 * @param namespaces the labels of namespaces
 * @param owned the objects of MailServers
 * @param secrets the Secrets of tenants
 * @param purges the finalizers of what goes with its mail
 * @param certManager whether there is a cert-manager
 * @param hashing where verifiers are made
 * @param probe how pods are asked what they have loaded
 * @param metrics takes metrics
 * @param clock the time
 */
public record PlannerContext(
        KubernetesClient client,
        Settings settings,
        CustomResources resources,
        ServerLookup lookup,
        SecretReferences references,
        ObjectCache<Namespace> namespaces,
        DependentObjects.ByNamespace owned,
        TenantSecrets secrets,
        PurgeFinalizer purges,
        CertManagerPresence certManager,
        Verifiers.Queue hashing,
        PodProbe probe,
        PlanningMetrics metrics,
        Clock clock) {

    /** The MailServers that there are. */
    Set<ObjectKey> servers() {
        return resources.servers().all().map(ObjectKey::of).collect(Collectors.toSet());
    }

    /**
     * What is the same for all MailServers.
     *
     * @param operatorNamespace namespace of the operator
     * @param operatorVersion version of the operator, which new MailServers run
     * @param registry registry and folder of the images
     * @param pullPolicy when images are pulled
     * @param period after which a plan is made although nothing has changed
     * @param catalogue the versions that servers can have
     * @param upgradeDeadline how long a pod may take to be ready with another version, before its upgrade counts as stalled
     */
    public record Settings(
            String operatorNamespace,
            String operatorVersion,
            String registry,
            String pullPolicy,
            Duration period,
            Catalogue.Source catalogue,
            Duration upgradeDeadline) {}
}
