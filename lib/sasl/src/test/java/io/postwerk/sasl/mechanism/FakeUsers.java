package io.postwerk.sasl.mechanism;

import io.postwerk.mail.EmailAddress;
import io.postwerk.password.SaslPrepException;
import io.postwerk.password.ScramVerifier;
import io.postwerk.sasl.AuthenticatedUser;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Users in a map. */
final class FakeUsers implements CredentialSource {

    static final Decoys DECOYS = new Decoys(new byte[] {1, 2, 3}, 16, 4096);

    private final Map<EmailAddress, CredentialLookup> users = new HashMap<>();

    static AuthenticatedUser user(String address) {
        return new AuthenticatedUser(EmailAddress.tryParse(address).orElseThrow(), "id-of-" + address);
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

    FakeUsers with(String address, Credential... credentials) {
        return with(address, false, credentials);
    }

    FakeUsers with(String address, boolean disabled, Credential... credentials) {
        var user = user(address);
        users.put(user.address(), new CredentialLookup.Known(user, disabled, List.of(credentials)));
        return this;
    }

    FakeUsers unavailable(String address) {
        users.put(user(address).address(), new CredentialLookup.Unavailable());
        return this;
    }

    @Override
    public CredentialLookup find(String userName, String service) {
        var found = EmailAddress.tryParse(userName)
                .map(a -> users.getOrDefault(a, new CredentialLookup.Unknown()))
                .orElseGet(CredentialLookup.Unknown::new);
        return service.equals("forbidden") && found instanceof CredentialLookup.Known known
                ? new CredentialLookup.Known(known.user(), known.disabled(), List.of())
                : found;
    }
}
