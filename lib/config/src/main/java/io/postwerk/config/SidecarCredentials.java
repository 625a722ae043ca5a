package io.postwerk.config;

/**
 * {@code credentials.json} of auth-sidecar. Secret.
 *
 * @param formatVersion version of the format of this file, see {@link ConfigFormat}
 * @param unknownUserKey key from which the salt shown for an unknown user is made (HMAC of key and canonical address), so that
 *     it looks like that of a known one and stays the same; base64
 */
public record SidecarCredentials(
        @Bounds(min = ConfigFormat.VERSION, max = ConfigFormat.VERSION)
        int formatVersion,

        SecretText unknownUserKey) {}
