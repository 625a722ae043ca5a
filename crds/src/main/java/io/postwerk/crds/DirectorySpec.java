package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Optional;

/** Where users come from. */
@SpecRecord
@ValidationRule(value = "(self.type == 'SQL') == has(self.sql)", message = Rules.DIRECTORY_SQL)
@ValidationRule(value = "(self.type == 'LDAP') == has(self.ldap)", message = Rules.DIRECTORY_LDAP)
@ValidationRule(
        value = "self.type != 'Resources' || !has(self.domains) || self.domains.size() == 0",
        message = Rules.DIRECTORY_DOMAINS)
public record DirectorySpec(
        @Required @Size(min = 1, max = 63) @Pattern(Patterns.LABEL) @JsonPropertyDescription("Name of the directory.")
        String name,

        @Default("Resources") @JsonPropertyDescription("What it is.")
        Type type,

        @Size(max = 1000)
        @SpecRecord.SetList
        @JsonPropertyDescription("Domains for whose addresses it is asked. Default: all.")
        List<@Size(min = 1, max = 253) @Pattern(Patterns.HOST_NAME) String> domains,

        @JsonPropertyDescription(
                "Secret of type kubernetes.io/basic-auth with the login at the database or the LDAP server "
                        + "(username is the DN there), in the namespace of the MailServer. Default: no login.")
        Optional<Reference.Secret> secretRef,

        @JsonPropertyDescription("The database, for type: SQL.")
        Optional<Sql> sql,

        @JsonPropertyDescription("The LDAP server, for type: LDAP.")
        Optional<Ldap> ldap) {
    /** What a directory is. */
    public enum Type {
        /** The MailUsers. */
        @JsonProperty("Resources")
        RESOURCES,
        /** A database, PostgreSQL or MariaDB. */
        @JsonProperty("SQL")
        SQL,
        /** An LDAP server. */
        @JsonProperty("LDAP")
        LDAP
    }

    /** Users in a database, which is only read. */
    @SpecRecord
    public record Sql(
            @Required
            @Size(min = 1, max = 1024)
            @Pattern(Patterns.JDBC_URL)
            @JsonPropertyDescription("JDBC URL without a password, such as jdbc:postgresql://db.example.org/mail or "
                    + "jdbc:mariadb://db.example.org/mail.")
            String url,

            @Required
            @Size(min = 1, max = 8192)
            @JsonPropertyDescription(
                    "Query for one user, with the parameters :address, :localPart and :domain, which are given to "
                            + "the database apart from the text. Column password: a hash as Dovecot writes it, {SCHEME}... or a crypt string; "
                            + "null for none. Further columns, if there are any: address, mailbox_id, quota_storage (octets), "
                            + "quota_messages, disabled. Dovecot: password_query, user_query.")
            String userQuery,

            @Size(min = 1, max = 8192)
            @JsonPropertyDescription(
                    "Query for the addresses of all users, in one column. Default: they cannot be listed. Dovecot: iterate_query.")
            Optional<String> listQuery,

            @Default("4") @Min(1) @Max(64) @JsonPropertyDescription("Connections at the same time, from each pod.")
            int connections) {}

    /**
     * Users in an LDAP server. Their passwords are checked by logging in there, so that only PLAIN and LOGIN are possible for them; or
     * with what an attribute holds.
     */
    @SpecRecord
    public record Ldap(
            @Required
            @Size(min = 1, max = 8)
            @SpecRecord.SetList
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
}
