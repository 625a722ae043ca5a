package io.postwerk.crds;

/**
 * The messages for broken rules of the CRDs. The rules stand at their types in CEL, for the API server; the planner
 * checks the same rules in Java and gives the same messages.
 */
public final class Rules {
    /** {@code spec.domain} of a MailDomain. */
    public static final String DOMAIN_IMMUTABLE = "the domain cannot be changed; make a new MailDomain";

    /** {@code spec.address} of a MailUser. */
    public static final String ADDRESS_IMMUTABLE =
            "the address cannot be changed; make a new MailUser, and an alias for the old address";

    /** {@code spec.serverRef} of a MailDomain. */
    public static final String SERVER_IMMUTABLE =
            "the MailServer cannot be changed, for the users' mailboxes are kept under it and would seem empty at another; to move, "
                    + "copy the mail to users of a new MailDomain there, then delete this one";

    /** {@code spec.serverRef} of a Relay. */
    public static final String RELAY_SERVER_IMMUTABLE =
            "the MailServer cannot be changed; to move, make a new Relay there, then delete this one when the queue is empty";

    /** {@code spec.domainRef} of a MailUser. */
    public static final String DOMAIN_REF_IMMUTABLE =
            "the MailDomain cannot be changed, added or removed, for the mailbox is kept under its MailServer; make the MailUser anew "
                    + "with deletionPolicy Retain, and it finds its mail again where the MailServer is the same";

    /** {@code spec.users} of a MailDomain. */
    public static final String ALIAS_DOMAIN_USERS =
            "a domain of type Alias has no users; leave users out, or use type Mailbox";

    /** {@code spec.network.trusted} of a MailServer: form. */
    public static final String TRUSTED_CIDR =
            "trusted networks are in CIDR notation, such as 10.0.0.0/8, with no bits set behind the prefix";

    /** {@code spec.network.trusted} of a MailServer: content. */
    public static final String TRUSTED_PUBLIC =
            "only private networks can be trusted; let clients elsewhere log in instead";

    /** {@code spec.auth.penaltyExemptions} of a MailServer. */
    public static final String PENALTY_EXEMPTION =
            "exempt networks are in CIDR notation, such as 192.0.2.0/24, with a prefix and no bits set behind it";

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

    /** {@code spec.smtp.limits} and {@code spec.mailbox.limits} of a MailServer. */
    public static final String CONNECTIONS_PER_NETWORK =
            "connectionsPerNetwork is at least connectionsPerAddress, since an address is part of its network";

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

    /** {@code spec} of a Relay. */
    public static final String RELAY_EMPTY = "a Relay has domains, outbound.senders or both; add one of them";

    /** {@code spec.recipients} of a Relay. */
    public static final String RELAY_RECIPIENTS = "recipients go with domains, and only with them";

    /** {@code spec.recipients} of a Relay. */
    public static final String RECIPIENTS_LISTED = "addresses go with policy Listed, and only with it";

    /** {@code metadata.name} of a MailServer. */
    public static final String SERVER_NAME =
            "the name of a MailServer has at most 32 lower-case letters, digits and inner "
                    + "hyphens and begins with a letter, for its Services are named after it; choose another";

    /** {@code spec.tls.certificates} of a MailServer. */
    public static final String CERTIFICATE_ISSUER = "issuerRef goes with source CertManager, and only with it";

    /** {@code size} of a volume. */
    public static final String STORAGE_GROWS =
            "a volume can only grow; give the size it has (status.storage.capacity), or a larger one";

    /** {@code minFree} of a volume. */
    public static final String STORAGE_MIN_FREE =
            "minFree leaves no room for mail; give less than the size of the volume";

    /** {@code storageClassName} of a volume. */
    public static final String STORAGE_CLASS_IMMUTABLE =
            "the storage class of a volume cannot be changed; leave it as it was";

    /** {@code spec.exposure[].listeners} of a MailServer. */
    public static final String EXPOSURE_LISTENERS =
            "an exposure names a listener that is neither in smtp.listeners nor in mailbox.listeners; correct the name";

    /** {@code spec.exposure[].ports} of a MailServer. */
    public static final String EXPOSURE_PORTS =
            "an exposure has a port for a listener that is not among its listeners; add it "
                    + "there, or remove the port";

    /** Service ports of an exposure. */
    public static final String EXPOSURE_PORT =
            "two listeners would have the same service port in an exposure; give them different ones in its ports";

    /** Load balancer settings of an exposure. */
    public static final String EXPOSURE_LOAD_BALANCER =
            "loadBalancerClass and loadBalancerSourceRanges go with type LoadBalancer, and only with it";

    /** {@code spec.exposure[].loadBalancerSourceRanges} of a MailServer. */
    public static final String EXPOSURE_RANGES =
            "source ranges are in CIDR notation, such as 203.0.113.0/24, with no bits set behind the prefix";

    /** {@code spec.outbound.allowedNextHops[].hosts} of a MailServer. */
    public static final String ALLOWED_HOSTS =
            "allowed hosts are names, such as mail.example.org or *.example.org, IP addresses, networks in CIDR notation, or *";

    /** {@code spec.directories[]} of a MailServer: databases. */
    public static final String DIRECTORY_SQL = "sql goes with type SQL, and only with it";

    /** {@code spec.directories[]} of a MailServer: LDAP servers. */
    public static final String DIRECTORY_LDAP = "ldap goes with type LDAP, and only with it";

    /** {@code spec.directories[]} of a MailServer: MailUsers. */
    public static final String DIRECTORY_DOMAINS =
            "domains go with types SQL and LDAP; which domains MailUsers are in, their MailDomains say";

    /** {@code spec.auth.issuers[]} of a MailServer. */
    public static final String ISSUER_CHECK =
            "an issuer's tokens are checked in one way: give either jwksUri or introspectionUri";

    /** {@code spec.auth.mechanisms} against {@code spec.tls.clientCertificates} of a MailServer. */
    public static final String EXTERNAL_MECHANISM =
            "mechanism EXTERNAL goes with tls.clientCertificates, and only with it; give both or neither";

    /** {@code spec.tls.clientCertificates.listeners} of a MailServer. */
    public static final String CLIENT_CERTIFICATE_LISTENERS =
            "client certificates are asked for on listeners of smtp.listeners and mailbox.listeners that have TLS; correct the "
                    + "name, or give the listener TLS";

    /** {@code spec.auth.sockets.tcp[].address} of a MailServer. */
    public static final String AUTH_TCP_ADDRESS = "an address to bind is an IP address";

    /** {@code spec.auth.sockets.tcp[].port} of a MailServer. */
    public static final String AUTH_TCP_PORT =
            "a listener of auth.sockets.tcp has the port of another listener; give each its own";

    private Rules() {}
}
