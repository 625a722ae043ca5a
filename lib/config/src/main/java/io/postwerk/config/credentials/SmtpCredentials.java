package io.postwerk.config.credentials;

import io.postwerk.config.Bounds;
import io.postwerk.config.ConfigFormat;
import io.postwerk.config.SecretText;
import io.postwerk.config.routing.NextHop;
import java.util.List;

/**
 * {@code credentials.json} of smtp-server: logins at other servers. Secret.
 *
 * @param formatVersion version of the format of this file, see {@link ConfigFormat}
 * @param logins logins, sorted by name
 */
public record SmtpCredentials(
        @Bounds(min = ConfigFormat.VERSION, max = ConfigFormat.VERSION)
        int formatVersion,

        @Bounds(max = 10_000) List<Login> logins) {

    /** Most characters of a user name. */
    public static final int MAX_USERNAME = 1024;

    public SmtpCredentials {
        logins = List.copyOf(logins);
    }

    /**
     * A login at another server.
     *
     * @param name name by which a {@link NextHop} refers to it
     * @param username user name
     * @param password password
     */
    public record Login(
            @Bounds(min = 1, max = 512) String name,
            @Bounds(min = 1, max = MAX_USERNAME) String username,
            SecretText password) {}
}
