package io.postwerk.sasl.mechanism;

import io.postwerk.mail.EmailAddress;
import io.postwerk.password.SaslPrepException;
import io.postwerk.password.ScramVerifier;
import io.postwerk.sasl.User;
import io.postwerk.sasl.User.Credential;
import io.postwerk.sasl.UserLookup;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Users in a map. */
final class FakeUsers implements CredentialSource {

    static final Decoys DECOYS = new Decoys(new byte[] {1, 2, 3}, 16, 4096);

    private final Map<EmailAddress, UserLookup> users = new HashMap<>();

    static User user(String address) {
        return User.of(EmailAddress.tryParse(address).orElseThrow(), "id-of-" + address);
    }

    static Credential credential(String name, String password, String salt, boolean expired) {
        try {
            byte[] octets = salt.getBytes(StandardCharsets.UTF_8);
            return new Credential(
                    name,
                    ScramVerifier.create(password, octets, 4096),
                    expired ? Credential.Validity.EXPIRED : Credential.Validity.LASTING);
        } catch (SaslPrepException e) {
            throw new AssertionError(e);
        }
    }

    /** Those credentials, for every service but {@code forbidden}. */
    static UserLookup found(User user, boolean disabled, List<Credential> credentials) {
        return new UserLookup.Found(new User(
                user.address(),
                user.mailboxId(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                disabled,
                service -> service.equals("forbidden") ? List.of() : credentials));
    }

    FakeUsers with(String address, Credential... credentials) {
        return with(address, false, credentials);
    }

    FakeUsers with(String address, boolean disabled, Credential... credentials) {
        var user = user(address);
        users.put(user.address(), found(user, disabled, List.of(credentials)));
        return this;
    }

    FakeUsers unavailable(String address) {
        users.put(user(address).address(), new UserLookup.Unavailable("away"));
        return this;
    }

    @Override
    public UserLookup find(String userName) {
        return EmailAddress.tryParse(userName)
                .map(a -> users.getOrDefault(a, new UserLookup.Unknown()))
                .orElseGet(UserLookup.Unknown::new);
    }
}
