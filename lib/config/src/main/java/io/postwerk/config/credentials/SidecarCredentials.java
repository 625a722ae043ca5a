package io.postwerk.config.credentials;

import io.postwerk.config.Bounds;
import io.postwerk.config.ConfigFormat;
import io.postwerk.config.SecretText;
import java.util.List;
import java.util.Optional;

/**
 * {@code credentials.json} of auth-sidecar. Secret.
 *
 * @param formatVersion version of the format of this file, see {@link ConfigFormat}
 * @param unknownUserKey key from which the salt shown for an unknown user is made (HMAC of key and canonical address), so that
 *     it looks like that of a known one and stays the same; base64
 * @param logins logins at directories of users and at issuers of tokens, by the name of these, sorted
 */
public record SidecarCredentials(
        @Bounds(min = ConfigFormat.VERSION, max = ConfigFormat.VERSION)
        int formatVersion,

        SecretText unknownUserKey,
        @Bounds(max = 64) List<SmtpCredentials.Login> logins) {

    public SidecarCredentials {
        logins = List.copyOf(logins);
    }

    /** Without logins. */
    public SidecarCredentials(int formatVersion, SecretText unknownUserKey) {
        this(formatVersion, unknownUserKey, List.of());
    }

    /** The login of that name. */
    public Optional<SmtpCredentials.Login> login(String name) {
        return logins.stream().filter(login -> login.name().equals(name)).findFirst();
    }
}
