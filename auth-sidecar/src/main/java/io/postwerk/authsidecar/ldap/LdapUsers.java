package io.postwerk.authsidecar.ldap;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import io.postwerk.authsidecar.users.Directory;
import io.postwerk.authsidecar.users.DirectoryUsers;
import io.postwerk.config.server.DirectoryConfig;
import io.postwerk.mail.EmailAddress;
import io.postwerk.password.PasswordVerifier;
import io.postwerk.password.TypedPassword;
import io.postwerk.password.WorkKind;
import io.postwerk.sasl.User;
import io.postwerk.sasl.User.Credential;
import io.postwerk.sasl.UserLookup;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Users in an LDAP server. A password is right if the server accepts a bind with it, so that the stored hash never leaves the
 * server; or, if an attribute is configured, if it fits one of the values of that attribute.
 */
public final class LdapUsers extends DirectoryUsers {

    private final DirectoryConfig.Source.Ldap config;
    private final LdapServer server;
    private final String[] attributes;

    /**
     * Connects when it is first asked, and again when the server comes back or the login at it changes.
     *
     * @throws IllegalArgumentException when a host has no port
     */
    public LdapUsers(Directory directory, DirectoryConfig.Source.Ldap config) {
        super(directory);
        if (!config.hosts().stream().allMatch(host -> host.matches(".+:\\d{1,5}"))) {
            throw new IllegalArgumentException("every host has to be host:port");
        }
        this.config = config;
        this.server = new LdapServer(directory, config);
        this.attributes = Stream.of(
                        Stream.of(config.addressAttribute()),
                        config.quotaAttribute().stream(),
                        config.passwordAttribute().stream())
                .flatMap(names -> names)
                .toArray(String[]::new);
    }

    @Override
    public UserLookup find(EmailAddress address, long minSequence) {
        String filter = NameTemplate.filter(config.filter(), address);
        try {
            SearchResult result = config.bindDn().isPresent()
                    ? server.search(
                            NameTemplate.dn(config.bindDn().get(), address), SearchScope.BASE, filter, attributes)
                    : server.search(config.baseDn(), SearchScope.SUB, filter, attributes);
            return switch (result.getEntryCount()) {
                case 0 -> new UserLookup.Unknown();
                case 1 -> {
                    SearchResultEntry entry = result.getSearchEntries().getFirst();
                    yield user(entry, address, isDisabled(entry, address));
                }
                default -> unavailable("the filter fits more than one entry");
            };
        } catch (LDAPException e) {
            if (e.getResultCode().equals(ResultCode.NO_SUCH_OBJECT)
                    && config.bindDn().isPresent()) {
                return new UserLookup.Unknown();
            }
            return unavailable(e.getResultCode() + ", " + e.getDiagnosticMessage());
        }
    }

    /** The server decides with the filter: a filter can say more than the attributes show. */
    private boolean isDisabled(SearchResultEntry entry, EmailAddress address) throws LDAPException {
        if (config.disabledFilter().isEmpty()) {
            return false;
        }
        String filter = NameTemplate.filter(config.disabledFilter().get(), address);
        return server.search(entry.getDN(), SearchScope.BASE, filter, SearchRequest.NO_ATTRIBUTES)
                        .getEntryCount()
                > 0;
    }

    private UserLookup user(SearchResultEntry entry, EmailAddress asked, boolean disabled) {
        List<EmailAddress> addresses = addresses(entry, asked);
        if (addresses.size() > 1) {
            return unavailable(entry.getDN() + " has more than one address in " + config.addressAttribute()
                    + ", and none of them is " + asked);
        }
        EmailAddress address = addresses.getFirst();
        OptionalLong quota = config.quotaAttribute()
                .map(name -> quota(entry.getAttributeValueAsLong(name)))
                .orElseGet(OptionalLong::empty);
        return new UserLookup.Found(new User(
                address,
                directory().mailboxId(address),
                quota,
                OptionalLong.empty(),
                disabled,
                _ -> credentials(entry)));
    }

    /** The order of values means nothing (RFC 4512 2.2). Of several, the one that was asked for, or those of our domains. */
    private List<EmailAddress> addresses(SearchResultEntry entry, EmailAddress asked) {
        String[] values = entry.getAttributeValues(config.addressAttribute());
        List<EmailAddress> all = values == null
                ? List.of()
                : Arrays.stream(values)
                        .flatMap(value -> EmailAddress.tryParse(value).stream())
                        .distinct()
                        .toList();
        if (all.isEmpty()) {
            return List.of(asked);
        }
        if (all.contains(asked)) {
            return all.stream().filter(asked::equals).toList(); // as the server spells it
        }
        List<EmailAddress> covered = all.stream().filter(this::covers).toList();
        return covered.isEmpty() ? all : covered;
    }

    private List<Credential> credentials(SearchResultEntry entry) {
        if (config.passwordAttribute().isEmpty()) {
            return List.of(credential(new Bind(entry.getDN())));
        }
        String[] values = entry.getAttributeValues(config.passwordAttribute().get());
        return values == null
                ? List.of()
                : Arrays.stream(values)
                        .flatMap(value -> credential(value).stream())
                        .toList();
    }

    private static OptionalLong quota(Long value) {
        return value == null || value < 0 ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /** A directory of people is not listed. */
    @Override
    public Optional<Stream<String>> names() {
        return Optional.empty();
    }

    @Override
    public void close() {
        server.close();
    }

    /** Asks the server, by logging in as the user. */
    private final class Bind implements PasswordVerifier {

        private final String dn;

        Bind(String dn) {
            this.dn = dn;
        }

        @Override
        public Match match(TypedPassword password) {
            if (password.isEmpty()) {
                return Match.NO; // RFC 4513 5.1.2: binding without a password is binding as nobody, and succeeds
            }
            try {
                return server.binds(dn, password.typed()) ? Match.YES : Match.NO;
            } catch (LDAPException e) {
                unavailable(e.getResultCode() + ", " + e.getDiagnosticMessage());
                return Match.UNKNOWN;
            }
        }

        @Override
        public WorkKind workKind() {
            return WorkKind.IO_BOUND;
        }

        @Override
        public String toString() {
            return "bind as " + dn;
        }
    }
}
