package io.postwerk.trust;

import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/** bcrypt, as crypt(3) writes it: {@code $2y$cost$} and 53 characters. */
public final class Bcrypt {

    private static final Pattern SHAPE = Pattern.compile("\\$2[aby]\\$(\\d\\d)\\$[./A-Za-z0-9]{53}");

    private Bcrypt() {}

    /**
     * Its cost: the hash takes 2<sup>cost</sup> rounds.
     *
     * @throws IllegalArgumentException when the text is no such hash
     */
    public static int cost(String hash) {
        var matcher = SHAPE.matcher(hash);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a bcrypt hash");
        }
        return Integer.parseInt(matcher.group(1));
    }

    /** Whether the hash is that of the password. Octets after the 72nd do not count. */
    public static boolean matches(String hash, byte[] password) {
        cost(hash);
        return OpenBSDBCrypt.checkPassword(hash, password);
    }
}
