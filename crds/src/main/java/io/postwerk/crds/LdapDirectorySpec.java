package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Optional;

/**
 * Users in an LDAP server. Their passwords are checked by logging in there, so that only PLAIN and LOGIN are possible for them; or
 * with what an attribute holds.
 */
@FieldsOnly
public final class LdapDirectorySpec {

    @Required
    @Size(min = 1, max = 8)
    @SetList
    @JsonPropertyDescription("Servers as host:port, tried in this order.")
    private List<@Size(min = 3, max = 300) @Pattern(Patterns.HOST_PORT) String> hosts = List.of();

    @Default("StartTLS")
    @JsonPropertyDescription("When TLS begins. With None, passwords cross the network in the clear.")
    private ListenerTls tls = ListenerTls.START_TLS;

    @Size(min = 1, max = 65536)
    @JsonPropertyDescription(
            "Certificates of the CAs that are trusted, in PEM. Default: those that the Java platform trusts.")
    private String ca;

    @Required
    @Size(max = 1024)
    @JsonPropertyDescription("Where users are searched, such as ou=people,dc=example,dc=org.")
    private String baseDn;

    @Default("(mail={address})")
    @Size(min = 1, max = 1024)
    @JsonPropertyDescription(
            "Which entry is the user's, with {address}, {localPart} and {domain}, whose values are escaped. Dovecot: user_filter.")
    private String filter = "(mail={address})";

    @Size(min = 1, max = 1024)
    @JsonPropertyDescription("Name of the user's entry, with the same parameters. Default: it is searched. Dovecot: "
            + "auth_bind_userdn.")
    private String userDn;

    @Default("mail")
    @Size(min = 1, max = 128)
    @Pattern(Patterns.LDAP_ATTRIBUTE)
    @JsonPropertyDescription("Attribute with the user's address.")
    private String addressAttribute = "mail";

    @Size(min = 1, max = 128)
    @Pattern(Patterns.LDAP_ATTRIBUTE)
    @JsonPropertyDescription("Attribute with the limit of the mailbox, in octets. Default: there is no limit.")
    private String quotaAttribute;

    @Size(min = 1, max = 128)
    @Pattern(Patterns.LDAP_ATTRIBUTE)
    @JsonPropertyDescription(
            "Attribute that passwords are checked with, such as userPassword: {SCHEME} and a hash, as in Secrets of "
                    + "format: Crypt. SCRAM is possible for those of that scheme; plain text is not taken. The directory's login must be allowed "
                    + "to read it. Default: the user's password is right if the server lets them log in with it. Dovecot: pass_attrs.")
    private String passwordAttribute;

    @Size(min = 1, max = 1024)
    @JsonPropertyDescription(
            "Which users cannot log in, though mail is still taken for them: a filter on their entry, such as "
                    + "(nsAccountLock=true) or (userAccountControl:1.2.840.113556.1.4.803:=2), with the same parameters as filter. Default: "
                    + "nobody. For those who are no users any more use filter.")
    private String disabledFilter;

    @Default("4")
    @Min(1)
    @Max(64)
    @JsonPropertyDescription("Connections at the same time, from each pod, for searches and for logins each.")
    private int connections = 4;

    /** Servers as host:port. */
    public List<String> hosts() {
        return List.copyOf(hosts);
    }

    /** When TLS begins. */
    public ListenerTls tls() {
        return tls;
    }

    /** Certificates of the CAs that are trusted, in PEM. */
    public Optional<String> ca() {
        return Optional.ofNullable(ca);
    }

    /** Where users are searched. */
    public String baseDn() {
        return baseDn;
    }

    /** Which entry is the user's. */
    public String filter() {
        return filter;
    }

    /** Name of the user's entry. */
    public Optional<String> userDn() {
        return Optional.ofNullable(userDn);
    }

    /** Attribute with the user's address. */
    public String addressAttribute() {
        return addressAttribute;
    }

    /** Attribute with the limit of the mailbox, in octets. */
    public Optional<String> quotaAttribute() {
        return Optional.ofNullable(quotaAttribute);
    }

    /** Attribute that passwords are checked with. */
    public Optional<String> passwordAttribute() {
        return Optional.ofNullable(passwordAttribute);
    }

    /** Which users cannot log in. */
    public Optional<String> disabledFilter() {
        return Optional.ofNullable(disabledFilter);
    }

    /** Connections at the same time, from each pod. */
    public int connections() {
        return connections;
    }
}
