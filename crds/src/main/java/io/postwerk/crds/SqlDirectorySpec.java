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
@SpecRecord
public record SqlDirectorySpec(
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
