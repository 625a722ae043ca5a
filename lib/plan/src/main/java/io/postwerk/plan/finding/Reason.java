package io.postwerk.plan.finding;

/** Why a condition is as it is, in the word that the status of a resource has. */
public enum Reason {
    /** Valid, attached, no conflict. */
    ACCEPTED("Accepted"),
    /** A field has a value that it cannot have. */
    INVALID("Invalid"),
    /** The MailServer is not there. */
    SERVER_NOT_FOUND("ServerNotFound"),
    /** The MailServer does not let the namespace claim the domain. */
    NOT_ATTACHED("NotAttached"),
    /** The MailDomain is not there. */
    DOMAIN_NOT_FOUND("DomainNotFound"),
    /** The MailDomain is there and not accepted itself. */
    DOMAIN_NOT_ACCEPTED("DomainNotAccepted"),
    /** The MailDomain does not let the namespace have users in it. */
    NAMESPACE_NOT_ALLOWED("NamespaceNotAllowed"),
    /** An older resource has the same domain or address. */
    CONFLICT("Conflict"),
    /** It takes more of the configuration than there is room for. */
    TOO_LARGE("TooLarge"),
    /** Aliases and forwards form a loop. */
    LOOP("Loop"),
    /** Everything that is referred to is there. */
    RESOLVED("Resolved"),
    /** A Secret or a key in it is not there. */
    SECRET_NOT_FOUND("SecretNotFound"),
    /** A Secret may not be read: the right to is missing in its namespace. */
    SECRET_FORBIDDEN("SecretForbidden"),
    /** A Secret cannot be read for now, for another reason than a missing right. */
    SECRET_UNAVAILABLE("SecretUnavailable"),
    /** A verifier is still to be made. */
    PENDING("Pending"),
    /** RFC 4013 does not allow the password: its preparation by SASLprep fails. */
    PASSWORD_UNUSABLE("PasswordUnusable"),
    /** The cluster has no cert-manager to order a certificate from. */
    CERT_MANAGER_MISSING("CertManagerMissing"),
    /** cert-manager has not delivered the certificate yet. */
    CERTIFICATE_PENDING("CertificatePending"),
    /** The platform does not let Relays pass mail on to the server. */
    NEXT_HOP_NOT_ALLOWED("NextHopNotAllowed"),
    /** The namespace has no MailDomain for the senders' domain. */
    SENDER_NOT_OWNED("SenderNotOwned"),
    /** Too much would be removed at once. */
    REMOVAL_HELD("RemovalHeld"),
    /** The MailServer is to be left as it is. */
    PAUSED("Paused"),
    /** The resource is being deleted. */
    DELETING("Deleting"),
    /** It is not accepted, so nothing else can be said of it. */
    NOT_ACCEPTED("NotAccepted"),
    /** Nothing can be planned for the MailServer, so nothing is known of what belongs to it. */
    SERVER_NOT_PLANNABLE("ServerNotPlannable"),
    /** The MailServer itself cannot serve it yet. */
    SERVER_NOT_READY("ServerNotReady"),
    /** Not every ready pod has it yet. */
    PROGRAMMING("Programming"),
    /** There is no ready pod that could have it. */
    NO_READY_PODS("NoReadyPods"),
    /** Every ready pod has it. */
    PROGRAMMED("Programmed"),
    /** It is in use. */
    READY("Ready"),
    /** The volumes are as large as they should be. */
    RESIZED("Resized"),
    /** Volumes are being made larger. */
    RESIZING("Resizing"),
    /** The API server refuses to make a volume as large as it should be. */
    RESIZE_REFUSED("ResizeRefused"),
    /** A disk has less free room than new mail must leave. */
    BELOW_MIN_FREE("BelowMinFree"),
    /** Disks have more free room than new mail must leave. */
    SUFFICIENT("Sufficient"),
    /** The version that is wanted is not known, or cannot take the place of the one that runs. */
    VERSION_REFUSED("VersionRefused"),
    /** Pods are being given another version. */
    UPGRADING("Upgrading"),
    /** All pods are to have the same version. */
    UP_TO_DATE("UpToDate"),
    /** A pod is not ready with the version that is wanted. */
    POD_NOT_READY("PodNotReady"),
    /** Something could not be applied; it is tried again. */
    APPLY_FAILED("ApplyFailed");

    private final String word;

    Reason(String word) {
        this.word = word;
    }

    /** The word in the status. */
    public String word() {
        return word;
    }
}
