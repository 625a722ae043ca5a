package io.postwerk.password;

import com.ongres.saslprep.SASLprep;
import com.ongres.stringprep.Profile;

/**
 * SASLprep: the form in which user names and passwords are compared (RFC 4013, a profile of stringprep, RFC 3454). The tables are
 * those of Unicode 3.2, as the RFC has it; which code points are assigned is a matter of the running JDK's Unicode version, so that a
 * character that was assigned since then may stand in a password.
 */
public final class SaslPrep {

    private static final Profile PROFILE = new SASLprep();

    private SaslPrep() {}

    /** Prepares a string that is kept (a password when its verifier is made): unassigned code points are refused. */
    public static String stored(String text) throws SaslPrepException {
        // RFC 4013 2.5
        String prepared = query(text);
        if (prepared.codePoints().anyMatch(c -> Character.getType(c) == Character.UNASSIGNED)) {
            throw new SaslPrepException("contains a code point that is not assigned");
        }
        return prepared;
    }

    /** Prepares a string that is compared with a kept one: unassigned code points are let through. */
    public static String query(String text) throws SaslPrepException {
        if (isPrintableAscii(text)) {
            return text;
        }
        try {
            // RFC 3454 has U+200B in B.1 (nothing) and in C.1.2 (a space); RFC 4013 2.1 names C.1.2 first
            return PROFILE.prepareQuery(text.replace('\u200B', ' '));
        } catch (IndexOutOfBoundsException e) {
            return ""; // the library does not expect that nothing is left
        } catch (IllegalArgumentException e) {
            // RFC 4013 2.3, 2.4. The library's message names the character, so it goes nowhere
            throw new SaslPrepException(
                    "contains a control, private-use or other prohibited character, or mixes writing directions");
        }
    }

    private static boolean isPrintableAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c > 0x7E) {
                return false;
            }
        }
        return true;
    }
}
