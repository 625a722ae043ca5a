package io.postwerk.config.limits;

import io.postwerk.config.Bounds;
import io.postwerk.config.ConfigFormat;
import java.util.List;

/**
 * {@code limits.json} of imap-server: what its clients may take. Reloaded live; open sessions keep what held when they began.
 *
 * @param formatVersion version of the format of this file, see {@link ConfigFormat}
 * @param clients connections to the listeners of mail readers; default 2000, of one address 500, of one network 1000
 * @param errors commands in a session that are not understood or out of place, until it ends; from half of them on each is answered
 *     later than the one before; default 20
 * @param commandSeconds how long the server waits for the rest of a command that has begun; default 60
 * @param octetsPerSecond speed at which literals and messages must come, once {@code commandSeconds} have passed; 0 for any; default 500
 */
public record MailboxLimits(
        @Bounds(min = ConfigFormat.VERSION, max = ConfigFormat.VERSION)
        int formatVersion,

        ClientLimits clients,
        @Bounds(min = 2, max = 10_000) int errors,
        @Bounds(min = 1, max = 3600) int commandSeconds,
        @Bounds(max = 1_000_000) int octetsPerSecond) {

    /** What holds where nothing is said. */
    public static final MailboxLimits DEFAULT =
            new MailboxLimits(ConfigFormat.VERSION, new ClientLimits(2000, 500, 1000, List.of()), 20, 60, 500);

    public MailboxLimits withClients(ClientLimits other) {
        return new MailboxLimits(formatVersion, other, errors, commandSeconds, octetsPerSecond);
    }
}
