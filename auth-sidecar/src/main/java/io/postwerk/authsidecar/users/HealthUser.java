package io.postwerk.authsidecar.users;

import io.postwerk.mail.EmailAddress;
import io.postwerk.password.Effort;
import io.postwerk.password.SaslPrepException;
import io.postwerk.password.ScramVerifier;
import io.postwerk.sasl.AuthenticatedUser;
import io.postwerk.sasl.mechanism.Credential;
import io.postwerk.sasl.mechanism.CredentialLookup;
import io.postwerk.sasl.mechanism.CredentialSource;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A user that only this process knows, with a password that is made anew at each start: the health check logs in as this one, for
 * the service {@value #SERVICE}, and nobody else can. All other users are those of the sources behind.
 */
public final class HealthUser implements CredentialSource {

    /** The service that the health check calls itself. */
    public static final String SERVICE = "health";

    private final CredentialSource users;
    private final EmailAddress address;
    private final String password = random();
    private final Credential credential;

    public HealthUser(CredentialSource users) {
        this.users = users;
        this.address = EmailAddress.tryParse(random() + "@health.invalid").orElseThrow();
        byte[] salt = new byte[16];
        new SecureRandom().nextBytes(salt);
        try {
            // "expiring": it is never remembered, so that every check goes all the way
            this.credential = new Credential(
                    SERVICE,
                    ScramVerifier.create(password, salt, ScramVerifier.MIN_ITERATIONS),
                    Credential.Validity.EXPIRING);
        } catch (SaslPrepException e) {
            throw new IllegalStateException(e);
        }
    }

    public String name() {
        return address.toString();
    }

    public String password() {
        return password;
    }

    @Override
    public CredentialLookup find(String userName, String service) {
        boolean health =
                service.equals(SERVICE) && EmailAddress.tryParse(userName).equals(Optional.of(address));
        return health
                ? new CredentialLookup.Known(new AuthenticatedUser(address, SERVICE), false, List.of(credential))
                : users.find(userName, service);
    }

    @Override
    public Effort effort() {
        return users.effort();
    }

    private static String random() {
        byte[] octets = new byte[16];
        new SecureRandom().nextBytes(octets);
        return HexFormat.of().formatHex(octets);
    }
}
