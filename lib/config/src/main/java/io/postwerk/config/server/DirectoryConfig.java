package io.postwerk.config.server;

import io.postwerk.config.Bounds;
import io.postwerk.mail.DomainName;
import java.util.List;
import java.util.Optional;

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
        Source source) {

    public DirectoryConfig {
        domains = List.copyOf(domains);
    }

    /** What a directory of users is. */
    public sealed interface Source {

        /** The users of {@code users-NN.json}. */
        record Resources() implements Source {}

        /**
         * A database.
         *
         * @param url JDBC URL, {@code jdbc:postgresql:} or {@code jdbc:mariadb:}
         * @param userQuery query for one user, with the parameters {@code :address}, {@code :localPart} and {@code :domain}. Its columns are
         *     {@code password} (as {@code {SCHEME}...} or a crypt string; null for none), and if there are any: {@code address},
         *     {@code mailbox_id}, {@code quota_storage} (octets), {@code quota_messages}, {@code disabled}
         * @param listQuery query for the addresses of all users, one column; default is not to list (absent)
         * @param connections connections at the same time; default 4
         * @param timeoutMillis most that one lookup may take, in milliseconds; default 3000
         */
        record Sql(
                @Bounds(min = 1, max = 1024) String url,
                @Bounds(min = 1, max = 8192) String userQuery,
                @Bounds(min = 1, max = 8192) Optional<String> listQuery,
                @Bounds(min = 1, max = 64) int connections,
                @Bounds(min = 100, max = 60_000) int timeoutMillis)
                implements Source {}

        /**
         * An LDAP server. A password is right if the server lets its owner bind with it, so that only PLAIN and LOGIN are possible; or if
         * it fits what an attribute holds.
         *
         * @param hosts servers as {@code host:port}, tried in this order
         * @param tls when TLS begins; with {@code NONE} passwords cross the network in the clear
         * @param ca certificates of the CAs that are trusted, in PEM; default is what the JDK trusts (absent)
         * @param baseDn where users are searched
         * @param filter which entry is the user's, with {@code {address}}, {@code {localPart}} and {@code {domain}}
         * @param bindDn name of the user's entry, with the same parameters: then nothing is searched before a login. Default is to search
         *     (absent)
         * @param addressAttribute attribute with the user's address; default {@code mail}
         * @param quotaAttribute attribute with the limit of the mailbox, in octets; default is none (absent)
         * @param passwordAttribute attribute with {@code {SCHEME}...} or a crypt string; default is to bind (absent)
         * @param disabledFilter filter on a user's entry, with the same parameters, that fits those who may not log in; default is nobody
         *     (absent)
         * @param connections connections at the same time, for searches and for logins each; default 4
         * @param timeoutMillis most that one operation may take, in milliseconds; default 3000
         */
        record Ldap(
                @Bounds(min = 1, max = 8, length = 300) List<String> hosts,
                TlsConfig.Mode tls,
                @Bounds(min = 1, max = 65536) Optional<String> ca,
                @Bounds(max = 1024) String baseDn,
                @Bounds(min = 1, max = 1024) String filter,
                @Bounds(min = 1, max = 1024) Optional<String> bindDn,
                @Bounds(min = 1, max = 128) String addressAttribute,
                @Bounds(min = 1, max = 128) Optional<String> quotaAttribute,
                @Bounds(min = 1, max = 128) Optional<String> passwordAttribute,
                @Bounds(min = 1, max = 1024) Optional<String> disabledFilter,
                @Bounds(min = 1, max = 64) int connections,
                @Bounds(min = 100, max = 60_000) int timeoutMillis)
                implements Source {
            public Ldap {
                hosts = List.copyOf(hosts);
            }
        }
    }
}
