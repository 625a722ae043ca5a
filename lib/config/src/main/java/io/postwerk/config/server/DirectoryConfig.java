package io.postwerk.config.server;

import io.postwerk.config.Bounds;
import io.postwerk.mail.DomainName;
import java.util.List;

/**
 * One source of users.
 *
 * @param name name of the directory, for logs and metrics; its login in {@code credentials.json} is {@code directory/NAME}
 * @param domains domains whose addresses it is asked for; empty means all, which is the default
 * @param mailboxScope text from which, with the address, a mailbox id is made where the directory gives none; the same as long as the
 *     mail is to be found
 * @param source what it is
 */
public record DirectoryConfig(
        @Bounds(min = 1, max = 63) String name,
        @Bounds(max = 1000) List<DomainName> domains,
        @Bounds(min = 1, max = 512) String mailboxScope,
        DirectorySource source) {

    public DirectoryConfig {
        domains = List.copyOf(domains);
    }
}
