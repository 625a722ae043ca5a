package io.postwerk.config.users;

import io.postwerk.config.Buckets;
import io.postwerk.config.SecretText;
import io.postwerk.config.Sorted;
import io.postwerk.config.credentials.SidecarCredentials;
import io.postwerk.config.credentials.SmtpCredentials;
import io.postwerk.mail.EmailAddress;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The users of one complete set of files. Immutable; a reload replaces it as a whole. Made for large numbers: a user
 * takes a few hundred octets, and buckets that did not change are shared between one table and the next.
 */
public final class UserTable {
    private final long sequence;
    private final SidecarCredentials credentials;
    private final UserEntry[][] users = new UserEntry[Buckets.COUNT][];

    /** The table of the given files; there must be one for every bucket. */
    public UserTable(long sequence, SidecarCredentials credentials, List<UsersBucket> buckets) {
        this.sequence = sequence;
        this.credentials = credentials;
        if (buckets.size() != Buckets.COUNT) {
            throw new IllegalArgumentException("there are " + Buckets.COUNT + " buckets, not " + buckets.size());
        }
        for (UsersBucket bucket : buckets) {
            users[bucket.bucket()] = bucket.entries();
        }
    }

    /** Sequence number of the set that this was made from. */
    public long sequence() {
        return sequence;
    }

    /** The user of that address. Aliases are not users. */
    public Optional<UserEntry> find(EmailAddress address) {
        UserEntry[] bucket = users[Buckets.of(address)];
        int at = Sorted.find(bucket, UserEntry::address, address, Comparator.naturalOrder());
        return at < 0 ? Optional.empty() : Optional.of(bucket[at]);
    }

    /** Key from which the salt shown for an unknown user is made, base64; see {@link SidecarCredentials}. */
    public SecretText unknownUserKey() {
        return credentials.unknownUserKey();
    }

    /** The login at a directory or an issuer, by the name of that. */
    public Optional<SmtpCredentials.Login> login(String name) {
        return credentials.login(name);
    }

    /** All users, in no particular order. */
    public Stream<UserEntry> users() {
        return Arrays.stream(users).flatMap(Arrays::stream);
    }

    /** Number of users. */
    public int size() {
        return Arrays.stream(users).mapToInt(b -> b.length).sum();
    }
}
