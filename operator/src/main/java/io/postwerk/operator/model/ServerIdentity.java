package io.postwerk.operator.model;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.postwerk.crds.ApiGroup;
import io.postwerk.crds.DeletionPolicy;
import io.postwerk.crds.MailServer;
import java.util.Map;
import java.util.Optional;

/**
 * What the objects of a MailServer have in common: namespace, labels and owner.
 *
 * @param namespace namespace of the MailServer, and of all its objects
 * @param name its name
 * @param uid its uid; empty for one that no API server has
 * @param keepsData whether keys, CAs and volumes outlive it ({@code deletionPolicy: Retain})
 */
public record ServerIdentity(String namespace, String name, String uid, boolean keepsData) {
    /** The identity of a MailServer. */
    public static ServerIdentity of(MailServer server) {
        return new ServerIdentity(
                server.getMetadata().getNamespace(),
                server.getMetadata().getName(),
                Optional.ofNullable(server.getMetadata().getUid()).orElse(""),
                server.getSpec().deletionPolicy() == DeletionPolicy.RETAIN);
    }

    /** Names of its objects. */
    public Names names() {
        return new Names(name);
    }

    /** Metadata of an object that is deleted with the MailServer. */
    public ObjectMeta owned(String object, Optional<String> component) {
        return new ObjectMetaBuilder(unowned(object, component))
                .withOwnerReferences(owner())
                .build();
    }

    /** Metadata of an object that is deleted with the MailServer only if its deletionPolicy says so: its data cannot be made again. */
    public ObjectMeta kept(String object, Optional<String> component) {
        return keepsData ? unowned(object, component) : owned(object, component);
    }

    /** Metadata without an owner. */
    public ObjectMeta unowned(String object, Optional<String> component) {
        Map<String, String> labels =
                component.map(c -> Labels.ofComponent(name, c)).orElseGet(() -> Labels.ofServer(name));
        return new ObjectMetaBuilder()
                .withNamespace(namespace)
                .withName(object)
                .withLabels(labels)
                .build();
    }

    ObjectMeta owned(Workload workload) {
        return owned(names().workload(workload), Optional.of(workload.component()));
    }

    private OwnerReference owner() {
        return new OwnerReferenceBuilder()
                .withApiVersion(ApiGroup.API_VERSION)
                .withKind("MailServer")
                .withName(name)
                .withUid(uid)
                .withController(true)
                .build();
    }
}
