package io.postwerk.plan;

import io.postwerk.config.Buckets;
import io.postwerk.config.ConfigFormat;
import io.postwerk.config.ConfigJson;
import io.postwerk.config.UserEntry;
import io.postwerk.config.UsersBucket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The user buckets of auth-sidecar. */
final class UserFiles {
    private UserFiles() {}

    /** Puts the files into a set. */
    static void render(AddressBook book, Map<String, byte[]> files) {
        List<List<UserEntry>> users = new ArrayList<>();
        Buckets.all().forEach(b -> users.add(new ArrayList<>()));
        // In the order of the addresses, which is that of the files.
        book.claims().winners().forEach((address, claim) -> {
            if (claim.value() instanceof AddressClaim.User user) {
                users.get(Buckets.of(address))
                        .add(new UserEntry(
                                address.toCanonical(),
                                user.id(),
                                user.unavailable(),
                                user.disabled(),
                                user.quotaStorageOctets(),
                                user.quotaMessages(),
                                user.credentials()));
            }
        });
        Buckets.all()
                .forEach(b -> files.put(
                        Buckets.usersFile(b),
                        ConfigJson.write(new UsersBucket(ConfigFormat.VERSION, b, users.get(b)))));
    }
}
