package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.Optional;

/** Users in a database, which is only read. */
@FieldsOnly
public final class SqlDirectorySpec {

    @Required
    @Size(min = 1, max = 1024)
    @Pattern(Patterns.JDBC_URL)
    @JsonPropertyDescription("JDBC URL without a password, such as jdbc:postgresql://db.example.org/mail or "
            + "jdbc:mariadb://db.example.org/mail.")
    private String url;

    @Required
    @Size(min = 1, max = 8192)
    @JsonPropertyDescription(
            "Query for one user, with the parameters :address, :localPart and :domain, which are given to "
                    + "the database apart from the text. Column password: a hash as Dovecot writes it, {SCHEME}... or a crypt string; "
                    + "null for none. Further columns, if there are any: address, mailbox_id, quota_storage (octets), "
                    + "quota_messages, disabled. Dovecot: password_query, user_query.")
    private String userQuery;

    @Size(min = 1, max = 8192)
    @JsonPropertyDescription(
            "Query for the addresses of all users, in one column. Default: they cannot be listed. Dovecot: iterate_query.")
    private String listQuery;

    @Default("4")
    @Min(1)
    @Max(64)
    @JsonPropertyDescription("Connections at the same time, from each pod.")
    private int connections = 4;

    /** JDBC URL without a password. */
    public String url() {
        return url;
    }

    /** Query for one user. */
    public String userQuery() {
        return userQuery;
    }

    /** Query for the addresses of all users. */
    public Optional<String> listQuery() {
        return Optional.ofNullable(listQuery);
    }

    /** Connections at the same time, from each pod. */
    public int connections() {
        return connections;
    }
}
