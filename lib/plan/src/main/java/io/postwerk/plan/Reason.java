package io.postwerk.plan;

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
    /** Addresses lead in a circle. */
    LOOP("Loop"),
    /** Everything that is referred to is there. */
    RESOLVED("Resolved"),
    /** A Secret or a key in it is not there. */
    SECRET_NOT_FOUND("SecretNotFound"),
    /** A verifier is still to be made. */
    PENDING("Pending"),
    /** Too much would be removed at once. */
    REMOVAL_HELD("RemovalHeld");

    private final String word;

    Reason(String word) {
        this.word = word;
    }

    /** The word in the status. */
    public String word() {
        return word;
    }
}
