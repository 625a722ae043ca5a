package io.postwerk.sasl;

import io.postwerk.mail.EmailAddress;
import io.postwerk.password.PasswordVerifier;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * A user.
 *
 * @param address as the user source spells it
 * @param mailboxId opaque id of the mailbox; the canonical address where the user source has no ids
 * @param quotaStorage limit of the mailbox in octets; empty for none
 * @param quotaMessages limit of the mailbox in messages; empty for none
 * @param disabled may not log in; mail is still received
 * @param credentials what the user can log in with. Only the authentication service knows any: servers never see a verifier
 */
public record User(
        EmailAddress address,
        String mailboxId,
        OptionalLong quotaStorage,
        OptionalLong quotaMessages,
        boolean disabled,
        Credentials credentials) {

    /**
     * One of the passwords of a user.
     *
     * @param name what the user calls it, for the log
     */
    public record Credential(String name, PasswordVerifier verifier, Validity validity) {

        /** Until when it is good. */
        public enum Validity {
            /** Until it is taken away. */
            LASTING,
            /** For a certain time, which is not over. */
            EXPIRING,
            /** No longer; a login with it is told that it has expired. */
            EXPIRED
        }

        public boolean expired() {
            return validity == Validity.EXPIRED;
        }
    }

    /** The credentials of one user. */
    @FunctionalInterface
    public interface Credentials {

        /** None that is known here. */
        Credentials NONE = _ -> List.of();

        /** Those that are good for a service ({@code smtp}, {@code imap}), expired ones among them. */
        List<Credential> of(String service);
    }

    public User {
        Objects.requireNonNull(address);
        Objects.requireNonNull(mailboxId);
        Objects.requireNonNull(credentials);
    }

    /** A user as servers see them. */
    public User(
            EmailAddress address,
            String mailboxId,
            OptionalLong quotaStorage,
            OptionalLong quotaMessages,
            boolean disabled) {
        this(address, mailboxId, quotaStorage, quotaMessages, disabled, Credentials.NONE);
    }

    /** A user of whom only address and mailbox are known, as after a login. */
    public static User of(EmailAddress address, String mailboxId) {
        return new User(address, mailboxId, OptionalLong.empty(), OptionalLong.empty(), false);
    }

    /** The same user with its address and mailbox only: the result of a login, which holds no credentials. */
    public User identity() {
        return of(address, mailboxId);
    }
}
