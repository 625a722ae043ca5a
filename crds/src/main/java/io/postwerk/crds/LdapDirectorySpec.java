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
@SpecRecord
public record LdapDirectorySpec(
        @Required
        @Size(min = 1, max = 8)
        @SetList
        @JsonPropertyDescription("Servers as host:port, tried in this order.")
        List<@Size(min = 3, max = 300) @Pattern(Patterns.HOST_PORT) String> hosts,

        @Default("StartTLS")
        @JsonPropertyDescription("When TLS begins. With None, passwords cross the network in the clear.")
        ListenerTls tls,

        @Size(min = 1, max = 65536)
        @JsonPropertyDescription(
                "Certificates of the CAs that are trusted, in PEM. Default: those that the Java platform trusts.")
        Optional<String> ca,

        @Required
        @Size(max = 1024)
        @JsonPropertyDescription("Where users are searched, such as ou=people,dc=example,dc=org.")
        String baseDn,

        @Default("(mail={address})")
        @Size(min = 1, max = 1024)
        @JsonPropertyDescription(
                "Which entry is the user's, with {address}, {localPart} and {domain}, whose values are escaped. Dovecot: user_filter.")
        String filter,

        @Size(min = 1, max = 1024)
        @JsonPropertyDescription(
                "Name of the user's entry, with the same parameters. Default: it is searched. Dovecot: "
                        + "auth_bind_userdn.")
        Optional<String> userDn,

        @Default("mail")
        @Size(min = 1, max = 128)
        @Pattern(Patterns.LDAP_ATTRIBUTE)
        @JsonPropertyDescription("Attribute with the user's address.")
        String addressAttribute,

        @Size(min = 1, max = 128)
        @Pattern(Patterns.LDAP_ATTRIBUTE)
        @JsonPropertyDescription("Attribute with the limit of the mailbox, in octets. Default: there is no limit.")
        Optional<String> quotaAttribute,

        @Size(min = 1, max = 128)
        @Pattern(Patterns.LDAP_ATTRIBUTE)
        @JsonPropertyDescription(
                "Attribute that passwords are checked with, such as userPassword: {SCHEME} and a hash, as in Secrets of "
                        + "format: Crypt. SCRAM is possible for those of that scheme; plain text is not taken. The directory's login must be allowed "
                        + "to read it. Default: the user's password is right if the server lets them log in with it. Dovecot: pass_attrs.")
        Optional<String> passwordAttribute,

        @Size(min = 1, max = 1024)
        @JsonPropertyDescription(
                "Which users cannot log in, though mail is still taken for them: a filter on their entry, such as "
                        + "(nsAccountLock=true) or (userAccountControl:1.2.840.113556.1.4.803:=2), with the same parameters as filter. Default: "
                        + "nobody. For those who are no users any more use filter.")
        Optional<String> disabledFilter,

        @Default("4")
        @Min(1)
        @Max(64)
        @JsonPropertyDescription("Connections at the same time, from each pod, for searches and for logins each.")
        int connections) {}
