package io.postwerk.operator.model;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Labels and annotations that the operator's objects carry. */
public final class Labels {
    /** Label: the program or installation that an object is of. */
    public static final String NAME = "app.kubernetes.io/name";

    /** Label: the MailServer, as Kubernetes' common labels have it. */
    public static final String INSTANCE = "app.kubernetes.io/instance";

    /** Label: smtp-server, imap-server or auth-sidecar. */
    public static final String COMPONENT = "app.kubernetes.io/component";

    /** Label: who changes the object. */
    public static final String MANAGED_BY = "app.kubernetes.io/managed-by";

    /** Value of {@link #MANAGED_BY}. */
    public static final String OPERATOR = "postwerk-operator";

    /** Label: name of the MailServer, by which its objects are found. */
    public static final String SERVER = "postwerk.io/server";

    /** Annotation of pods: hash of the static files of their programs. Another one rolls the pods. */
    public static final String CONFIG_HASH = "postwerk.io/config-hash";

    /** Annotation of pods: the version of their images. */
    public static final String VERSION = "postwerk.io/version";

    /** Annotation of StatefulSets: the specification as it was rendered. */
    public static final String RENDERED = "postwerk.io/rendered";

    /** Annotation of StatefulSets: hash of what {@link #RENDERED} was rendered from. */
    public static final String RENDERED_INPUTS = "postwerk.io/rendered-inputs";

    /** Value of {@link #NAME}. */
    static final String POSTWERK = "postwerk";

    private Labels() {}

    /** Labels of every object of a MailServer. */
    static SortedMap<String, String> ofServer(String server) {
        return new TreeMap<>(Map.of(NAME, POSTWERK, INSTANCE, server, MANAGED_BY, OPERATOR, SERVER, server));
    }

    /** Labels of an object that is one component's. */
    static SortedMap<String, String> ofComponent(String server, String component) {
        SortedMap<String, String> labels = ofServer(server);
        labels.put(COMPONENT, component);
        return labels;
    }

    /** Labels of the claims of a workload's volumes. */
    static SortedMap<String, String> ofClaim(String server, Workload workload) {
        SortedMap<String, String> labels = new TreeMap<>(selector(server, workload));
        labels.put(SERVER, server);
        return labels;
    }

    /** The selector of a workload's pods as text. */
    public static String selectorText(String server, Workload workload) {
        return selector(server, workload).entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(","));
    }

    /** Labels that select a workload's pods. A StatefulSet's selector can never change. */
    static SortedMap<String, String> selector(String server, Workload workload) {
        return Collections.unmodifiableSortedMap(
                new TreeMap<>(Map.of(NAME, POSTWERK, INSTANCE, server, COMPONENT, workload.component())));
    }
}
