package io.postwerk.config.routing;

import io.postwerk.config.Bounds;
import io.postwerk.mail.EmailAddress;
import java.util.List;

/**
 * An address that stands for others.
 *
 * @param address the address, in its canonical form
 * @param expansion what it stands for
 */
public record AliasEntry(EmailAddress address, Expansion expansion) {

    /** What an alias stands for. In the file it is an object with one key: {@code {"targets":{...}}}. */
    public sealed interface Expansion {
        /**
         * Other addresses, which may be aliases again.
         *
         * @param addresses where mail goes, in the order of the manifest, without repetition
         * @param keepLocalCopy whether it goes to the address itself, a user, too (a forward); default false
         */
        record Targets(@Bounds(max = 1000) List<EmailAddress> addresses, boolean keepLocalCopy) implements Expansion {
            public Targets {
                addresses = List.copyOf(addresses);
            }
        }

        /**
         * The alias is there but invalid: it is answered 451.
         *
         * @param reason why, in words for the log
         */
        record Unavailable(String reason) implements Expansion {}
    }
}
