package io.postwerk.config.limits;

import io.postwerk.config.Bounds;
import io.postwerk.config.ConfigFormat;
import java.util.List;

/**
 * {@code limits.json} of smtp-server: what its clients may take. Reloaded live; open sessions keep what held when they began.
 *
 * @param formatVersion version of the format of this file, see {@link ConfigFormat}
 * @param clients connections; default 1000, of one address 200, of one network 400
 * @param errors permanent refusals in a session since the last message that was accepted, until it ends with 421; from half of
 *     them on each is answered later than the one before; default 20
 * @param junkCommands NOOP, RSET, VRFY, EXPN, HELP and repeated greetings in a session since the last message that was accepted;
 *     each beyond counts as an error; default 100
 * @param refusedRecipientsPerMinute recipients refused to one client address, over all its sessions; what exceeds it is answered
 *     later, and in the end with 421; default 120
 * @param commandSeconds how long the server waits for a whole command, or for more of a message; default 300 (RFC 5321 4.5.3.2.7)
 * @param messageSeconds how long a message may take after DATA; default 3600
 * @param octetsPerSecond speed at which a message must come, once {@code commandSeconds} have passed; 0 for any; default 500
 */
public record SmtpLimits(
        @Bounds(min = ConfigFormat.VERSION, max = ConfigFormat.VERSION)
        int formatVersion,

        ClientLimits clients,
        @Bounds(min = 2, max = 10_000) int errors,
        @Bounds(min = 1, max = 1_000_000) int junkCommands,
        @Bounds(min = 1, max = 1_000_000) int refusedRecipientsPerMinute,
        @Bounds(min = 1, max = 3600) int commandSeconds,
        @Bounds(min = 60, max = 86_400) int messageSeconds,
        @Bounds(max = 1_000_000) int octetsPerSecond) {

    /** What holds where nothing is said. */
    public static final SmtpLimits DEFAULT = new SmtpLimits(
            ConfigFormat.VERSION, new ClientLimits(1000, 200, 400, List.of()), 20, 100, 120, 300, 3600, 500);

    public SmtpLimits withClients(ClientLimits other) {
        return new SmtpLimits(
                formatVersion,
                other,
                errors,
                junkCommands,
                refusedRecipientsPerMinute,
                commandSeconds,
                messageSeconds,
                octetsPerSecond);
    }
}
