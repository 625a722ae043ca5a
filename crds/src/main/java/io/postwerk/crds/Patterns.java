package io.postwerk.crds;

/** Regular expressions (RE2 and Java alike) of the schema. Each takes the whole string. */
public final class Patterns {
    /** A DNS label, as names within lists and namespaces are. */
    public static final String LABEL = "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$";

    /** The name of a Kubernetes object. */
    public static final String OBJECT_NAME = "^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$";

    /** A key of a Secret. */
    public static final String SECRET_KEY = "^[-._a-zA-Z0-9]+$";

    /** A host name of at least two labels. */
    public static final String HOST_NAME =
            "^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+$";

    /** A host name whose first label may be an asterisk. */
    public static final String CERTIFICATE_HOST =
            "^(\\*\\.)?[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$";

    /** A domain, every domain below one, or every domain. */
    public static final String DOMAIN_PATTERN = "^(\\*|(\\*\\.)?[^*@\\s]+)$";

    /** A quantity of octets. */
    public static final String QUANTITY = "^[1-9][0-9]{0,11}(Ki|Mi|Gi|Ti|k|M|G|T)?$";

    /** A duration in hours, minutes and seconds. */
    public static final String DURATION = "^([0-9]{1,5}h)?([0-9]{1,5}m)?([0-9]{1,5}s)?$";

    /** A domain, or every domain below one. */
    public static final String ROUTE_DOMAIN = "^(\\*\\.)?[^*@\\s]+$";

    /** A host name, every name below one, or every name. */
    public static final String HOST_PATTERN =
            "^(\\*|(\\*\\.)?(([A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9-]*[A-Za-z0-9])\\.)*([A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9-]*[A-Za-z0-9]))$";

    /** The tag of a container image. */
    public static final String IMAGE_TAG = "^[A-Za-z0-9_][A-Za-z0-9_.-]*$";

    /** A registry of container images, and a folder in it. */
    public static final String REGISTRY =
            "^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?(/[a-z0-9]+([._-]+[a-z0-9]+)*)*$";

    /** A kind of Kubernetes objects. */
    public static final String KIND = "^[A-Z][A-Za-z0-9]*$";

    /** A quantity of CPU or memory. */
    public static final String RESOURCE = "^[0-9]+(\\.[0-9]+)?(m|k|M|G|T|P|Ki|Mi|Gi|Ti|Pi)?$";

    /** The JDBC URL of a database that there is a driver for. */
    public static final String JDBC_URL = "^jdbc:(postgresql|mariadb):[!-~]+$";

    /** A host and a port. */
    public static final String HOST_PORT = "^(\\[[0-9A-Fa-f:.]+\\]|[-A-Za-z0-9.]+):[0-9]{1,5}$";

    /** An attribute of LDAP (RFC 4512 2.5). */
    public static final String LDAP_ATTRIBUTE = "^[A-Za-z][-A-Za-z0-9;.]*$";

    /** A URL that is spoken to over TLS. */
    public static final String HTTPS_URL = "^https://[!-~]+$";

    /** A group of a Unix system, by name or number. */
    public static final String GROUP = "^[A-Za-z0-9_][-A-Za-z0-9_.]*$";

    private Patterns() {}

    /** What a text of the pattern looks like, for people. */
    public static String help(String pattern) {
        return switch (pattern) {
            case LABEL -> "use lower-case letters, digits and inner hyphens";
            case OBJECT_NAME -> "use lower-case letters, digits, and hyphens and dots inside";
            case SECRET_KEY -> "use letters, digits, dots, hyphens and underscores";
            case HOST_NAME -> "write it as mail.example.org";
            case CERTIFICATE_HOST -> "write it as mail.example.org or *.example.org";
            case DOMAIN_PATTERN -> "write it as example.org, *.example.org or *";
            case ROUTE_DOMAIN -> "write it as example.org or *.example.org";
            case IMAGE_TAG -> "use letters, digits, underscores, dots and hyphens";
            case REGISTRY -> "write it as registry.example.org/folder";
            case KIND -> "write it as ClusterIssuer";
            case RESOURCE -> "write it as 500m or 1Gi";
            case JDBC_URL -> "write it as jdbc:postgresql://host/database or jdbc:mariadb://host/database";
            case HOST_PORT -> "write it as host.example.org:389";
            case LDAP_ATTRIBUTE -> "use letters, digits and hyphens";
            case HTTPS_URL -> "write it as https://issuer.example.org";
            case GROUP -> "use letters, digits, underscores, dots and hyphens";
            case QUANTITY -> "write it as 500Mi or 5Gi";
            case DURATION -> "write it as 120h or 1h30m";
            case String other -> "it must match " + other;
        };
    }
}
