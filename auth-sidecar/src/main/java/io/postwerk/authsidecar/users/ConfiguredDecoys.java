package io.postwerk.authsidecar.users;

import io.postwerk.config.users.UserCredential;
import io.postwerk.config.users.UserTable;
import io.postwerk.password.ScramVerifier;
import io.postwerk.password.Sha256;
import io.postwerk.sasl.mechanism.Decoys;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Decoys in the shape of the configured users' verifiers, made anew for each set of users. Their key is configured, so that the
 * salt of an unknown user is the same in every pod and after every restart.
 */
public final class ConfiguredDecoys implements Supplier<Decoys> {

    private static final int USUAL_SALT_LENGTH = 16;

    private final Supplier<Optional<UserTable>> table;
    private final int iterations;
    private volatile Made made;

    private record Made(Optional<UserTable> table, Decoys decoys) {}

    /** @param iterations of the verifiers that the users have */
    public ConfiguredDecoys(Supplier<Optional<UserTable>> table, int iterations) {
        this.table = table;
        this.iterations = iterations;
        byte[] key = new byte[Sha256.LENGTH];
        new SecureRandom().nextBytes(key);
        this.made = new Made(Optional.empty(), new Decoys(key, USUAL_SALT_LENGTH, iterations));
    }

    @Override
    public Decoys get() {
        Optional<UserTable> now = table.get();
        Made current = made;
        if (now.isPresent() && current.table().filter(now.get()::equals).isEmpty()) {
            current = new Made(now, decoys(now.get()));
            made = current;
        }
        return current.decoys();
    }

    private Decoys decoys(UserTable users) {
        byte[] key = users.unknownUserKey().reveal().getBytes(StandardCharsets.UTF_8);
        return new Decoys(key, saltLength(users), iterations);
    }

    private static int saltLength(UserTable users) {
        return users.users()
                .flatMap(user -> user.credentials().stream())
                .map(UserCredential::verifier)
                .flatMap(verifier -> ScramVerifier.decode(verifier.reveal()).stream())
                .map(verifier -> Math.min(verifier.salt().length, Sha256.LENGTH))
                .findFirst()
                .orElse(USUAL_SALT_LENGTH);
    }
}
