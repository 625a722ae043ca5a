package io.postwerk.operator.model;

import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.fabric8.kubernetes.api.model.VolumeProjectionBuilder;
import io.postwerk.config.Buckets;
import io.postwerk.config.ConfigFormat;
import io.postwerk.config.Program;
import io.postwerk.plan.server.AuthorityNeed;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The volumes of a pod. Config files and certificates are projected and every source is optional: a pod starts without them, and the
 * programs load them when they are there.
 */
final class Volumes {
    private static final String ETC = "/etc/postwerk";
    private static final String CERTIFICATES = "tls";
    private static final String INTERNAL = "internal";
    private static final String SOCKETS = "sockets";

    /** Readable by the group of the pod (fsGroup), which is that of the programs. */
    private static final int GROUP_READS = 0440;

    private final PodInputs inputs;
    private final Names names;

    Volumes(PodInputs inputs) {
        this.inputs = inputs;
        this.names = inputs.names();
    }

    /** Where a program finds its config files. */
    static String configFolder(Program program) {
        return ETC + "/" + program.folder();
    }

    List<Volume> all() {
        Program program = inputs.workload().program();
        return List.of(
                projected(configVolume(program), configSources(program)),
                projected(configVolume(Program.AUTH_SIDECAR), configSources(Program.AUTH_SIDECAR)),
                projected(CERTIFICATES, certificateSources()),
                projected(INTERNAL, internalSources()),
                inMemory(SOCKETS, "1Mi"));
    }

    /** The server never sees a verifier, nor anything else of the sidecar's. */
    List<VolumeMount> ofServer() {
        Program program = inputs.workload().program();
        return List.of(
                readOnly(configVolume(program), configFolder(program)),
                readOnly(CERTIFICATES, ETC + "/" + CERTIFICATES),
                readOnly(INTERNAL, ETC + "/" + INTERNAL),
                writable(SOCKETS, "/run/postwerk"),
                writable(StatefulSets.CLAIM, "/var/lib/postwerk"));
    }

    List<VolumeMount> ofSidecar() {
        return List.of(
                readOnly(configVolume(Program.AUTH_SIDECAR), configFolder(Program.AUTH_SIDECAR)),
                writable(SOCKETS, "/run/postwerk"));
    }

    private static String configVolume(Program program) {
        return "config-" + program.folder();
    }

    private List<VolumeProjection> configSources(Program program) {
        List<VolumeProjection> sources = new ArrayList<>();
        sources.add(configMap(names.index(), item(program.folder(), ConfigFormat.INDEX_FILE)));
        sources.add(configMap(names.config(program)));
        switch (program) {
            case SMTP_SERVER -> {
                sources.add(secret(names.credentials(program)));
                Buckets.all().forEach(b -> sources.add(configMap(names.routing(b))));
            }
            case IMAP_SERVER -> {}
            case AUTH_SIDECAR -> {
                sources.add(secret(names.credentials(program)));
                // By key: the origins of the verifiers are not mounted.
                Buckets.all()
                        .forEach(b ->
                                sources.add(secret(names.users(b), item(Buckets.usersFile(b), Buckets.usersFile(b)))));
            }
        }
        return sources;
    }

    private List<VolumeProjection> certificateSources() {
        Stream<VolumeProjection> serving = inputs.certificates().stream()
                .map(c -> secret(c.secret(), item("tls.crt", c.name() + ".crt"), item("tls.key", c.name() + ".key")));
        Stream<VolumeProjection> clients = inputs.clientAuthority().stream()
                .map(secret -> secret(secret, item(AuthorityNeed.KEY, AuthorityNeed.FILE)));
        return Stream.concat(serving, clients).toList();
    }

    private List<VolumeProjection> internalSources() {
        String component = inputs.workload().component();
        return List.of(secret(
                names.internal(inputs.workload()),
                item("ca.crt", "ca.crt"),
                item("tls.crt", component + ".crt"),
                item("tls.key", component + ".key")));
    }

    private static VolumeProjection configMap(String name, KeyToPath... items) {
        return new VolumeProjectionBuilder()
                .withNewConfigMap()
                .withName(name)
                .withOptional(true)
                .withItems(items)
                .endConfigMap()
                .build();
    }

    private static VolumeProjection secret(String name, KeyToPath... items) {
        return new VolumeProjectionBuilder()
                .withNewSecret()
                .withName(name)
                .withOptional(true)
                .withItems(items)
                .endSecret()
                .build();
    }

    private static KeyToPath item(String key, String path) {
        return new KeyToPath(key, null, path);
    }

    private static Volume projected(String name, List<VolumeProjection> sources) {
        return new VolumeBuilder()
                .withName(name)
                .withNewProjected()
                .withDefaultMode(GROUP_READS)
                .withSources(sources)
                .endProjected()
                .build();
    }

    private static Volume inMemory(String name, String size) {
        return new VolumeBuilder()
                .withName(name)
                .withNewEmptyDir()
                .withMedium("Memory")
                .withSizeLimit(new Quantity(size))
                .endEmptyDir()
                .build();
    }

    private static VolumeMount readOnly(String volume, String path) {
        return new VolumeMountBuilder()
                .withName(volume)
                .withMountPath(path)
                .withReadOnly(true)
                .build();
    }

    private static VolumeMount writable(String volume, String path) {
        return new VolumeMountBuilder().withName(volume).withMountPath(path).build();
    }
}
