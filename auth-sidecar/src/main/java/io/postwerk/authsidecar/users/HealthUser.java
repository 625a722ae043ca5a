package io.postwerk.authsidecar.users;

import io.postwerk.mail.EmailAddress;
import io.postwerk.password.SaslPrepException;
import io.postwerk.password.ScramVerifier;
import io.postwerk.password.WorkKind;
import io.postwerk.sasl.User;
import io.postwerk.sasl.User.Credential;
import io.postwerk.sasl.UserLookup;
import io.postwerk.sasl.mechanism.CredentialSource;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;

/**
 * A user that only this process knows, with a password that is made anew at each start: the health check logs in as this one, for
 * the service {@value #SERVICE}, and nobody else can. All other users come from the given source.
 */
public final class HealthUser implements CredentialSource {

    /** The service that the health check calls itself. */
    public static final String SERVICE = "health";

    private final CredentialSource users;
    private final User user;
    private final String name;
    private final String password = random();
    private final Credential credential;

    public HealthUser(CredentialSource users) {
        this.users = users;
        EmailAddress address =
                EmailAddress.tryParse(random() + "@health.invalid").orElseThrow();
        this.name = address.toString();
        this.user = new User(address, SERVICE, OptionalLong.empty(), OptionalLong.empty(), false, this::credentials);
        byte[] salt = new byte[16];
        new SecureRandom().nextBytes(salt);
        try {
            // "expiring" credentials are never remembered, so that every check includes the hashing
            this.credential = new Credential(
                    SERVICE,
                    ScramVerifier.create(password, salt, ScramVerifier.MIN_ITERATIONS),
                    Credential.Validity.EXPIRING);
        } catch (SaslPrepException e) {
            throw new IllegalStateException(e);
        }
    }

    public String name() {
        return name;
    }

    public String password() {
        return password;
    }

    @Override
    public UserLookup find(String userName) {
        return userName.equals(name) ? new UserLookup.Found(user) : users.find(userName);
    }

    private List<Credential> credentials(String service) {
        return service.equals(SERVICE) ? List.of(credential) : List.of();
    }

    @Override
    public WorkKind workKind() {
        return users.workKind();
    }

    private static String random() {
        byte[] octets = new byte[16];
        new SecureRandom().nextBytes(octets);
        return HexFormat.of().formatHex(octets);
    }
}
