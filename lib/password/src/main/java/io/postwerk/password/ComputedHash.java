package io.postwerk.password;

import java.nio.charset.StandardCharsets;

/** A hash that is computed of what was typed, and compared. */
abstract class ComputedHash implements PasswordVerifier {

    /** Whether the hash is that of these octets; compares in constant time. */
    abstract boolean matches(byte[] password);

    /** Name of the scheme. */
    abstract String scheme();

    @Override
    public final Match match(TypedPassword password) {
        boolean matches = matches(password.typed().getBytes(StandardCharsets.UTF_8));
        return matches && !password.isEmpty() ? Match.YES : Match.NO;
    }

    @Override
    public final WorkKind workKind() {
        return WorkKind.CPU_BOUND;
    }

    /** Without the hash: this may end in a log. */
    @Override
    public final String toString() {
        return '{' + scheme() + "}...";
    }

    static void require(boolean condition, String otherwise) throws UnusableVerifierException {
        if (!condition) {
            throw new UnusableVerifierException(otherwise);
        }
    }
}
