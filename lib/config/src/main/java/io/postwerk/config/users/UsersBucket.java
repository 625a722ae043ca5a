package io.postwerk.config.users;

import io.postwerk.config.Bounds;
import io.postwerk.config.Buckets;
import io.postwerk.config.ConfigFormat;
import io.postwerk.config.Sorted;
import java.util.List;

/**
 * {@code users-NN.json}: the users of one bucket, see {@link Buckets}. Reloaded live. Secret: auth-sidecar alone has it.
 *
 * @param formatVersion version of the format of this file, see {@link ConfigFormat}
 * @param bucket number of this bucket, 0 to 63
 * @param users users, sorted by the canonical form of their addresses
 */
public record UsersBucket(
        @Bounds(min = ConfigFormat.VERSION, max = ConfigFormat.VERSION)
        int formatVersion,

        @Bounds(max = 63) int bucket,
        List<UserEntry> users) {

    public UsersBucket {
        users = List.copyOf(users);
        Sorted.require(users, UserEntry::address);
        for (UserEntry user : users) {
            Buckets.require(bucket, user.address());
        }
    }

    UserEntry[] entries() {
        return users.toArray(UserEntry[]::new);
    }
}
