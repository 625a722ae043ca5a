package io.postwerk.crds;

/** The API group of the custom resources. */
public final class ApiGroup {
    /** Name of the group. */
    public static final String NAME = "postwerk.io";

    /** The one version there is. */
    public static final String VERSION = "v1alpha1";

    /** {@code apiVersion} of the custom resources. */
    public static final String API_VERSION = NAME + "/" + VERSION;

    /** Category of all kinds, as in {@code kubectl get postwerk}. */
    public static final String CATEGORY = "postwerk";

    private ApiGroup() {}
}
