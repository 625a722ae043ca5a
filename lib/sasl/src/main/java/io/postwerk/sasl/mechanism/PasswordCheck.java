package io.postwerk.sasl.mechanism;

import java.util.Optional;

/** Port of the plaintext mechanisms: is this the user's password? Safe for many threads. */
public interface PasswordCheck {

    /** A decision that costs nothing because it was made before; empty for none. Does not block. */
    Optional<Verdict> remembered(PasswordLogin login);

    /** Decides. Takes time, and the same time whether or not the user exists. */
    Verdict check(PasswordLogin login);
}
