package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
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

        @Size(max = 1000) @SetList @JsonPropertyDescription("Domains for whose addresses it is asked. Default: all.")
        List<@Size(min = 1, max = 253) @Pattern(Patterns.HOST_NAME) String> domains,

        @JsonPropertyDescription(
                "Secret of type kubernetes.io/basic-auth with the login at the database or the LDAP server "
                        + "(username is the DN there), in the namespace of the MailServer. Default: no login.")
        Optional<SecretReference> secretRef,

        @JsonPropertyDescription("The database, for type: SQL.")
        Optional<SqlDirectorySpec> sql,

        @JsonPropertyDescription("The LDAP server, for type: LDAP.")
        Optional<LdapDirectorySpec> ldap) {
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
}
