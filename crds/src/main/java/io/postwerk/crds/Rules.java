package io.postwerk.crds;

/**
 * What is said when a rule of the CRDs is broken. The rules stand at their types in CEL, for the API server; the planner checks
 * the same in Java and says the same words.
 */
public final class Rules {
    /** {@code spec.domain} of a MailDomain. */
    public static final String DOMAIN_IMMUTABLE = "the domain cannot be changed; make a new MailDomain";

    /** {@code spec.address} of a MailUser. */
    public static final String ADDRESS_IMMUTABLE =
            "the address cannot be changed; make a new MailUser, and an alias for the old address";

    /** {@code spec.users} of a MailDomain. */
    public static final String ALIAS_DOMAIN_USERS =
            "a domain of type Alias has no users; leave users out, or use type Mailbox";

    /** {@code spec.network.trusted} of a MailServer: form. */
    public static final String TRUSTED_CIDR =
            "trusted networks are in CIDR notation, such as 10.0.0.0/8, with no bits set behind the prefix";

    /** {@code spec.network.trusted} of a MailServer: content. */
    public static final String TRUSTED_PUBLIC =
            "only private networks can be trusted; let clients elsewhere log in instead";

    /** {@code spec.network.interfaces.addresses} of a MailServer: form. */
    public static final String INTERFACE_IP = "interfaces are IP addresses";

    /** {@code spec.network.interfaces} of a MailServer. */
    public static final String INTERFACE_ADDRESSES = "addresses go with type Addresses, and only with it";

    /** Listeners of one list. */
    public static final String LISTENER_PORT = "two listeners have the same port; give each its own";

    /** Listeners of both lists. */
    public static final String LISTENER_PORT_BOTH =
            "an SMTP listener and a mailbox listener have the same port; give each its own";

    /** Ports of listeners. */
    public static final String LISTENER_PORT_RESERVED =
            "ports 2424 and 9000 to 9003 are for LMTP and management; choose another";

    /** Listeners against {@code spec.auth.requireTls}. */
    public static final String LISTENER_WITHOUT_TLS =
            "nobody can log in on a listener with tls None while auth.requireTls is true; choose StartTLS or Implicit";

    /** {@code spec.smtp.recipientRestrictions} of a MailServer. */
    public static final String RESTRICTIONS_END =
            "the last restriction must be RejectUnauthorizedDestination, or strangers could relay";

    /** {@code spec.smtp.limits.messageSize} of a MailServer. */
    public static final String MESSAGE_SIZE = "the largest message is between 64Ki and 2147483647 octets";

    /** {@code spec.smtp.queue.expiry} of a MailServer. */
    public static final String QUEUE_EXPIRY = "the expiry is a duration between 1m and 8760h, such as 120h";

    /** {@code spec.tls.certificates} of a MailServer. */
    public static final String CERTIFICATE_SECRET = "secretRef goes with source Secret, and only with it";

    /** {@code host} of a next hop. */
    public static final String NEXT_HOP_HOST = "the host is a host name or an IP address";

    /** {@code credentials} of a next hop. */
    public static final String NEXT_HOP_CREDENTIALS =
            "credentials need tls Required or Verified, or anybody on the way could read them";

    /** {@code selector} of a selection of namespaces. */
    public static final String SELECTOR_WITH_FROM = "selector goes with from Selector, and only with it";

    /** {@code values} of a label selector's expression. */
    public static final String SELECTOR_VALUES = "values go with operators In and NotIn, and only with them";

    /** {@code spec.recipients} of a Relay. */
    public static final String RECIPIENTS_LISTED = "addresses go with policy Listed, and only with it";

    private Rules() {}
}
