package io.postwerk.authsidecar.login;

import io.postwerk.sasl.MechanismFlag;
import io.postwerk.sasl.MechanismInfo;
import io.postwerk.sasl.wire.ProtocolVersion;

/**
 * A kind of socket for logins.
 *
 * @param name for the log and metrics
 * @param version that is announced
 * @param ours whether only our own servers connect to it. They are told the id of the mailbox, and believed when they tell of the
 *     client's TLS session: its channel binding, its certificate
 */
public record LoginSocket(String name, ProtocolVersion version, boolean ours) {

    /** For front ends of other makers. */
    public static final LoginSocket COMMON = new LoginSocket("auth", ProtocolVersion.COMMON, false);

    /** For our own servers. */
    public static final LoginSocket INTERNAL = new LoginSocket("auth-internal", ProtocolVersion.INTERNAL, true);

    /** Whether a mechanism works over this socket at all. */
    boolean carries(MechanismInfo mechanism) {
        return ours
                || !mechanism.flags().contains(MechanismFlag.CHANNEL_BINDING)
                        && !mechanism.name().equals("EXTERNAL");
    }
}
