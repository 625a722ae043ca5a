package io.postwerk.authsidecar.users;

import io.postwerk.config.ListenerProtocol;
import io.postwerk.config.users.UserCredential;
import io.postwerk.config.users.UserEntry;
import io.postwerk.config.users.UserTable;
import io.postwerk.mail.EmailAddress;
import io.postwerk.password.PasswordSchemes;
import io.postwerk.password.UnusableVerifierException;
import io.postwerk.password.WorkKind;
import io.postwerk.sasl.User;
import io.postwerk.sasl.User.Credential;
import io.postwerk.sasl.UserLookup;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The users of the configuration. Before a complete set is loaded, every lookup is unavailable. */
public final class ConfiguredUsers implements UserSource {

    private final Supplier<Optional<UserTable>> table;
    private final InstantSource clock;

    /** @param table the users in use now; empty before the first complete set */
    public ConfiguredUsers(Supplier<Optional<UserTable>> table, InstantSource clock) {
        this.table = Objects.requireNonNull(table);
        this.clock = Objects.requireNonNull(clock);
    }

    @Override
    public String name() {
        return "resources";
    }

    @Override
    public WorkKind workKind() {
        return WorkKind.CPU_BOUND;
    }

    @Override
    public UserLookup find(EmailAddress address, long minSequence) {
        Optional<UserTable> users = table.get();
        if (users.isEmpty()) {
            return new UserLookup.Unavailable("no users are loaded");
        }
        if (users.get().sequence() < minSequence) {
            return new UserLookup.Unavailable("users are at " + users.get().sequence() + ", not yet at " + minSequence);
        }
        return users.get().find(address).map(this::toAnswer).orElseGet(UserLookup.Unknown::new);
    }

    @Override
    public Optional<Stream<String>> names() {
        return table.get().map(users -> users.users().map(user -> user.address().toString()));
    }

    private UserLookup toAnswer(UserEntry user) {
        return user.unavailable()
                .<UserLookup>map(UserLookup.Unavailable::new)
                .orElseGet(() -> new UserLookup.Found(new User(
                        user.address(),
                        user.id(),
                        toOptionalLong(user.quotaStorageOctets()),
                        toOptionalLong(user.quotaMessages()),
                        user.disabled(),
                        service -> credentials(user, service))));
    }

    private static OptionalLong toOptionalLong(Optional<Long> number) {
        return number.map(OptionalLong::of).orElseGet(OptionalLong::empty);
    }

    /** Those that are good for the service, expired ones among them. */
    private List<Credential> credentials(UserEntry user, String service) {
        Instant now = clock.instant();
        return user.credentials().stream()
                .filter(credential -> isFor(credential, service))
                .flatMap(credential -> toCredential(credential, now).stream())
                .toList();
    }

    /** A verifier that cannot be used matches no password. */
    private static Optional<Credential> toCredential(UserCredential credential, Instant now) {
        try {
            return Optional.of(new Credential(
                    credential.name(),
                    PasswordSchemes.parse(credential.verifier().reveal()),
                    validity(credential, now)));
        } catch (UnusableVerifierException e) {
            return Optional.empty();
        }
    }

    private static Credential.Validity validity(UserCredential credential, Instant now) {
        return credential
                .expires()
                .map(end -> now.isBefore(end) ? Credential.Validity.EXPIRING : Credential.Validity.EXPIRED)
                .orElse(Credential.Validity.LASTING);
    }

    private static boolean isFor(UserCredential credential, String service) {
        return credential.protocols().isEmpty()
                || protocols(service).stream().anyMatch(credential.protocols()::contains);
    }

    /** Most front ends call submission {@code smtp}, so the two are treated alike. */
    private static List<ListenerProtocol> protocols(String service) {
        return switch (service) {
            case "smtp", "submission" -> List.of(ListenerProtocol.SMTP, ListenerProtocol.SUBMISSION);
            case "imap" -> List.of(ListenerProtocol.IMAP);
            case "pop3" -> List.of(ListenerProtocol.POP3);
            case "lmtp" -> List.of(ListenerProtocol.LMTP);
            default -> List.of();
        };
    }
}
