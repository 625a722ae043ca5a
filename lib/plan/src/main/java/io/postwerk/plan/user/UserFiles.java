package io.postwerk.plan.user;

import io.postwerk.config.Buckets;
import io.postwerk.config.ConfigFormat;
import io.postwerk.config.json.ConfigJson;
import io.postwerk.config.users.UserCredential;
import io.postwerk.config.users.UserEntry;
import io.postwerk.config.users.UsersBucket;
import io.postwerk.plan.finding.BucketLimit;
import io.postwerk.plan.finding.Claimant;
import io.postwerk.plan.finding.Findings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The user buckets of auth-sidecar. */
public final class UserFiles {
    private final AddressBook book;
    private final Map<Claimant, List<UserCredential>> credentials;
    private final Findings findings;

    /** @param credentials what each MailUser can log in with */
    public UserFiles(AddressBook book, Map<Claimant, List<UserCredential>> credentials, Findings findings) {
        this.book = book;
        this.credentials = credentials;
        this.findings = findings;
    }

    /** Puts the files into a set. Who takes too much of a bucket is rejected: its mail waits, and it cannot log in. */
    public void render(Map<String, byte[]> files) {
        List<List<AddressClaim.User>> buckets = new ArrayList<>();
        Buckets.all().forEach(b -> buckets.add(new ArrayList<>()));
        // In the order of the addresses, which is that of the files.
        book.claims().winners().forEach((address, claim) -> {
            if (claim.value() instanceof AddressClaim.User user) {
                buckets.get(Buckets.of(address)).add(user);
            }
        });
        Buckets.all().forEach(b -> files.put(Buckets.usersFile(b), file(b, buckets.get(b))));
    }

    private byte[] file(int bucket, List<AddressClaim.User> users) {
        byte[] file = file(bucket, users, Set.of());
        if (!BucketLimit.isTooLarge(file)) {
            return file;
        }
        Set<Claimant> rejected = BucketLimit.choose(users.stream()
                .map(user -> new BucketLimit.Part(user.owner(), octets(entry(user)), octets(rejected(user))))
                .toList());
        rejected.forEach(owner -> BucketLimit.report(findings, owner, "its mail waits, and it cannot log in"));
        return file(bucket, users, rejected);
    }

    private byte[] file(int bucket, List<AddressClaim.User> users, Set<Claimant> rejected) {
        return ConfigJson.write(new UsersBucket(
                ConfigFormat.VERSION,
                bucket,
                users.stream()
                        .map(user -> rejected.contains(user.owner()) ? rejected(user) : entry(user))
                        .toList()));
    }

    private static long octets(UserEntry entry) {
        return ConfigJson.write(entry).length;
    }

    private UserEntry entry(AddressClaim.User user) {
        return new UserEntry(
                user.address().toCanonical(),
                user.id(),
                user.unavailable(),
                user.disabled(),
                user.quotaStorageOctets(),
                user.quotaMessages(),
                credentials.getOrDefault(user.owner(), List.of()));
    }

    private static UserEntry rejected(AddressClaim.User user) {
        return new UserEntry(
                user.address().toCanonical(),
                user.id(),
                Optional.of("too large"),
                user.disabled(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }
}
