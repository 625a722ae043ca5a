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
@FieldsOnly
@ValidationRule(value = "(self.type == 'SQL') == has(self.sql)", message = Rules.DIRECTORY_SQL)
@ValidationRule(value = "(self.type == 'LDAP') == has(self.ldap)", message = Rules.DIRECTORY_LDAP)
@ValidationRule(
        value = "self.type != 'Resources' || !has(self.domains) || self.domains.size() == 0",
        message = Rules.DIRECTORY_DOMAINS)
public final class DirectorySpec {

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

    @Required
    @Size(min = 1, max = 63)
    @Pattern(Patterns.LABEL)
    @JsonPropertyDescription("Name of the directory.")
    private String name;

    @Default("Resources")
    @JsonPropertyDescription("What it is.")
    private Type type = Type.RESOURCES;

    @Size(max = 1000)
    @SetList
    @JsonPropertyDescription("Domains for whose addresses it is asked. Default: all.")
    private List<@Size(min = 1, max = 253) @Pattern(Patterns.HOST_NAME) String> domains = List.of();

    @JsonPropertyDescription(
            "Secret of type kubernetes.io/basic-auth with the login at the database or the LDAP server "
                    + "(username is the DN there), in the namespace of the MailServer. Default: no login.")
    private SecretReference secretRef;

    @JsonPropertyDescription("The database, for type: SQL.")
    private SqlDirectorySpec sql;

    @JsonPropertyDescription("The LDAP server, for type: LDAP.")
    private LdapDirectorySpec ldap;

    /** Name of the directory. */
    public String name() {
        return name;
    }

    /** What it is. */
    public Type type() {
        return type;
    }

    /** Domains for whose addresses it is asked; empty for all. */
    public List<String> domains() {
        return List.copyOf(domains);
    }

    /** Secret with the login there. */
    public Optional<SecretReference> secretRef() {
        return Optional.ofNullable(secretRef);
    }

    /** The database, for type SQL. */
    public Optional<SqlDirectorySpec> sql() {
        return Optional.ofNullable(sql);
    }

    /** The LDAP server, for type LDAP. */
    public Optional<LdapDirectorySpec> ldap() {
        return Optional.ofNullable(ldap);
    }
}
