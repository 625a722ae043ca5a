package io.postwerk.authsidecar.users;

import io.postwerk.mail.EmailAddress;
import io.postwerk.password.WorkKind;
import io.postwerk.sasl.UserLookup;
import java.util.Optional;
import java.util.stream.Stream;

/** Port to a source of users. Thread-safe. */
public interface UserSource extends AutoCloseable {

    /** For logs and metrics. */
    String name();

    /** What a lookup takes from its thread. */
    WorkKind workKind();

    /** Whether it is to be asked for such an address at all. */
    default boolean covers(EmailAddress address) {
        return true;
    }

    /**
     * Looks a user up. Never throws: what goes wrong is {@link UserLookup.Unavailable}.
     *
     * @param minSequence the configuration that the asker goes by: users older than that are unavailable; 0 for any
     */
    UserLookup find(EmailAddress address, long minSequence);

    /** The addresses of all users; empty when they cannot be had now, or not from this source. */
    Optional<Stream<String>> names();

    @Override
    default void close() {}
}
