package io.postwerk.mail;

import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The character sets by the names that messages give them. {@link Charset#forName} looks for an unknown name in the providers
 * on the class path each time, which takes so long (0.4 ms) that a header full of such names holds a processor for minutes.
 */
public final class Charsets {
    private Charsets() {}

    /** By name and alias, in lower case. Made when it is needed first. */
    private static final class Known {
        static final Map<String, Charset> BY_NAME = new HashMap<>();

        static {
            for (Charset charset : Charset.availableCharsets().values()) {
                charset.aliases().forEach(alias -> BY_NAME.putIfAbsent(lower(alias), charset));
            }
            // A name is stronger than another's alias
            Charset.availableCharsets().forEach((name, charset) -> BY_NAME.put(lower(name), charset));
        }
    }

    /** Empty if there is none of this name. */
    public static Optional<Charset> find(String name) {
        return Optional.ofNullable(Known.BY_NAME.get(lower(name)));
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
