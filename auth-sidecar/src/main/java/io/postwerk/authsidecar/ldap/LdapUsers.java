package io.postwerk.authsidecar.ldap;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import io.postwerk.authsidecar.users.Directory;
import io.postwerk.authsidecar.users.SourceAnswer;
import io.postwerk.authsidecar.users.SourceUser;
import io.postwerk.authsidecar.users.UserSource;
import io.postwerk.config.DirectorySource;
import io.postwerk.mail.EmailAddress;
import io.postwerk.sasl.Effort;
import io.postwerk.sasl.PasswordVerifier;
import io.postwerk.sasl.TypedPassword;
import io.postwerk.sasl.mechanism.Credential;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Users in an LDAP server. A user's password is right if the server lets them bind with it; it never comes to us. */
public final class LdapUsers implements UserSource {

    private static final Logger LOG = System.getLogger(LdapUsers.class.getName());

    private final Directory directory;
    private final DirectorySource.Ldap config;
    private final LdapServer server;
    private final String[] attributes;

    /**
     * Connects when it is first asked, and again when the server comes back or the login at it changes.
     *
     * @throws IllegalArgumentException when a host has no port
     */
    public LdapUsers(Directory directory, DirectorySource.Ldap config) {
        if (!config.hosts().stream().allMatch(host -> host.matches(".+:\\d{1,5}"))) {
            throw new IllegalArgumentException("every host has to be host:port");
        }
        this.directory = directory;
        this.config = config;
        this.server = new LdapServer(directory, config);
        this.attributes = Stream.concat(Stream.of(config.addressAttribute()), config.quotaAttribute().stream())
                .toArray(String[]::new);
    }

    @Override
    public String name() {
        return directory.name();
    }

    @Override
    public Effort effort() {
        return Effort.WAITS;
    }

    @Override
    public boolean covers(EmailAddress address) {
        return directory.covers(address);
    }

    @Override
    public SourceAnswer find(EmailAddress address, long minSequence) {
        String filter = NameTemplate.filter(config.filter(), address);
        try {
            SearchResult result = config.bindDn().isPresent()
                    ? server.search(
                            NameTemplate.dn(config.bindDn().get(), address), SearchScope.BASE, filter, attributes)
                    : server.search(config.baseDn(), SearchScope.SUB, filter, attributes);
            return switch (result.getEntryCount()) {
                case 0 -> new SourceAnswer.Unknown();
                case 1 -> user(result.getSearchEntries().getFirst(), address);
                default -> unavailable("the filter fits more than one entry");
            };
        } catch (LDAPException e) {
            if (e.getResultCode().equals(ResultCode.NO_SUCH_OBJECT)
                    && config.bindDn().isPresent()) {
                return new SourceAnswer.Unknown();
            }
            return unavailable(e.getResultCode() + ", " + e.getDiagnosticMessage());
        }
    }

    private SourceAnswer user(SearchResultEntry entry, EmailAddress asked) {
        EmailAddress address = Optional.ofNullable(entry.getAttributeValues(config.addressAttribute())).stream()
                .flatMap(Arrays::stream)
                .flatMap(value -> EmailAddress.tryParse(value).stream())
                .findFirst()
                .orElse(asked);
        OptionalLong quota = config.quotaAttribute()
                .map(name -> quota(entry.getAttributeValueAsLong(name)))
                .orElseGet(OptionalLong::empty);
        var credential = new Credential(directory.name(), new Bind(entry.getDN()), Credential.Validity.LASTING);
        return new SourceAnswer.Known(new SourceUser(
                address, directory.mailboxId(address), false, quota, OptionalLong.empty(), _ -> List.of(credential)));
    }

    private static OptionalLong quota(Long value) {
        return value == null || value < 0 ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /** A directory of people is not listed. */
    @Override
    public Optional<Stream<String>> names() {
        return Optional.empty();
    }

    private SourceAnswer unavailable(String reason) {
        LOG.log(Level.WARNING, "Directory {0} cannot answer: {1}", directory.name(), reason);
        return new SourceAnswer.Unavailable("directory " + directory.name() + " cannot answer");
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
        public Effort effort() {
            return Effort.WAITS;
        }

        @Override
        public String toString() {
            return "bind as " + dn;
        }
    }
}
