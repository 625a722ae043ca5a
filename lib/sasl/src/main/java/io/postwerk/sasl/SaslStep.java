package io.postwerk.sasl;

import java.util.Optional;

/**
 * What the server side of a SASL exchange says next (RFC 4422 3): a challenge that wants a response, or the outcome. Octets are as
 * the mechanism made them; the protocol that carries them encodes them in base64.
 */
public sealed interface SaslStep extends NextStep {

    /** The client has to answer {@code data}, which may be empty. */
    record Challenge(byte[] data) implements SaslStep {}

    /**
     * The client is who it says.
     *
     * @param finalData additional data with success (RFC 4422 3.6); a protocol that cannot carry it with its success
     *     reply sends it as a challenge and expects an empty response
     */
    record Success(User user, Optional<byte[]> finalData) implements SaslStep {}

    /** The exchange is over and nobody is authenticated. */
    record Failure(FailureReason reason) implements SaslStep {}
}
