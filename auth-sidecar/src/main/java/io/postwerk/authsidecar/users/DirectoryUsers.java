package io.postwerk.authsidecar.users;

import io.postwerk.mail.EmailAddress;
import io.postwerk.password.PasswordSchemes;
import io.postwerk.password.PasswordVerifier;
import io.postwerk.password.UnusableVerifierException;
import io.postwerk.password.WorkKind;
import io.postwerk.sasl.User.Credential;
import io.postwerk.sasl.UserLookup;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Objects;
import java.util.Optional;

/** What sources that ask a server have in common. {@link UserSources} decides which answers are accepted. */
public abstract class DirectoryUsers implements UserSource {

    private final Logger log = System.getLogger(getClass().getName());
    private final Directory directory;

    protected DirectoryUsers(Directory directory) {
        this.directory = Objects.requireNonNull(directory);
    }

    protected final Directory directory() {
        return directory;
    }

    @Override
    public final String name() {
        return directory.name();
    }

    @Override
    public final WorkKind workKind() {
        return WorkKind.IO_BOUND;
    }

    @Override
    public final boolean covers(EmailAddress address) {
        return directory.covers(address);
    }

    /** @param reason for the log; the answer names the directory alone */
    protected final UserLookup unavailable(String reason) {
        log.log(Level.WARNING, "Directory {0} cannot answer: {1}", name(), reason);
        return new UserLookup.Unavailable("directory " + name() + " cannot answer");
    }

    /** The credential of a stored password hash. One that cannot be used is logged and matches no password. */
    protected final Optional<Credential> credential(String stored) {
        try {
            return Optional.of(credential(PasswordSchemes.parse(stored)));
        } catch (UnusableVerifierException e) {
            log.log(Level.WARNING, "Directory {0}: a verifier {1}", name(), e.getMessage());
            return Optional.empty();
        }
    }

    protected final Credential credential(PasswordVerifier verifier) {
        return new Credential(name(), verifier, Credential.Validity.LASTING);
    }
}
