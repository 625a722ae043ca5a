package io.postwerk.operator.runtime;

import io.fabric8.kubernetes.client.Config;
import io.postwerk.operator.planning.PlannerContext;
import io.postwerk.operator.upgrade.Catalogue;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Settings from environment variables, as in {@code POSTWERK_IMAGES}. */
@ConfigMapping(prefix = "postwerk")
interface OperatorEnvironment {
    /** Registry and folder of the servers' images. */
    @WithDefault("ghcr.io/postwerk")
    String images();

    /** When the servers' images are pulled: Always, IfNotPresent or Never. */
    @WithName("image-pull-policy")
    @WithDefault("IfNotPresent")
    String imagePullPolicy();

    /** Version of new MailServers; default is the operator's own. */
    @WithDefault("${quarkus.application.version}")
    String version();

    /** File with the versions that servers can have; without one they are the operator's own. */
    @WithName("versions-file")
    Optional<String> versionsFile();

    /** How long a pod may take to be ready with another version, before its upgrade counts as stalled. */
    @WithName("upgrade-deadline")
    @WithDefault("5m")
    Duration upgradeDeadline();

    /** Namespace of the operator; default is the one of its service account. */
    @WithDefault("${POD_NAMESPACE:}")
    Optional<String> namespace();

    /** Name of this replica; default is the pod's. */
    @WithDefault("${POD_NAME:${HOSTNAME:operator}}")
    String instance();

    /** Whether there is a right to read all Secrets of the cluster, so that RoleBindings in tenants' namespaces are not needed. */
    @WithName("secrets-cluster-wide")
    @WithDefault("false")
    boolean secretsClusterWide();

    /** Whether replicas agree on a leader by a Lease; off for a single one on a developer's machine. */
    @WithName("leader-election")
    @WithDefault("true")
    boolean leaderElection();

    /** How long the lease of a leader holds that does not renew it. */
    @WithName("lease-duration")
    @WithDefault("15s")
    Duration leaseDuration();

    /** The settings, with what the client knows of where it is. */
    default OperatorSettings settings(Config client) {
        String namespace =
                namespace().or(() -> Optional.ofNullable(client.getNamespace())).orElse("default");
        return new OperatorSettings(
                new PlannerContext.Settings(
                        namespace,
                        version(),
                        images(),
                        imagePullPolicy(),
                        OperatorSettings.PERIOD,
                        Catalogue.Source.file(versionsFile().map(Path::of), version()),
                        upgradeDeadline()),
                secretsClusterWide(),
                leaderElection()
                        ? Optional.of(new OperatorSettings.Election("postwerk-operator", leaseDuration()))
                        : Optional.empty(),
                instance());
    }
}
