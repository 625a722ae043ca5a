package io.postwerk.sasl.mechanism;

import io.postwerk.sasl.mechanism.ScramAttributes.Malformed;
import java.util.regex.Pattern;

/**
 * The one message that matters of OAUTHBEARER and XOAUTH2.
 *
 * @param userName as whom the client wants to act; empty for whomever the token was issued for
 * @param token the bearer token (RFC 6750 2.1)
 */
record OAuthMessage(String userName, String token) {

    private static final String SEPARATOR = "\u0001";
    private static final String AUTH = "auth=";
    private static final String BEARER = "bearer ";
    private static final Pattern TOKEN = Pattern.compile("[-A-Za-z0-9._~+/]+=*");

    /** RFC 7628 3.1: gs2-header, then {@code key=value} pairs between and behind octets 1, and one more of these. */
    static OAuthMessage parseBearer(String message) throws Malformed {
        int end = message.indexOf(SEPARATOR);
        if (end < 0 || !message.endsWith(SEPARATOR + SEPARATOR)) {
            throw new Malformed("the message does not end as it has to");
        }
        String head = message.substring(0, end);
        if (!head.endsWith(",")) {
            throw new Malformed("the header does not end with a comma");
        }
        // the grammar of SCRAM's header needs something to follow
        String withFollower = head + 'x';
        Gs2Header header = Gs2Header.parse(new ScramAttributes(withFollower), withFollower);
        if (header.binding() == Gs2Header.Binding.REQUIRED || header.text().length() != head.length()) {
            throw new Malformed("the header is of another mechanism");
        }
        return new OAuthMessage(header.authorizationIdentity(), token(message.substring(end + 1)));
    }

    /** {@code user=}, the name, octet 1, {@code auth=Bearer }, the token, two octets 1. */
    static OAuthMessage parseXoauth2(String message) throws Malformed {
        int end = message.indexOf(SEPARATOR);
        if (end < 0 || !message.startsWith("user=") || !message.endsWith(SEPARATOR + SEPARATOR)) {
            throw new Malformed("the message does not begin with a user, or not end as it has to");
        }
        String name = message.substring("user=".length(), end);
        if (name.isEmpty()) {
            throw new Malformed("there is no user");
        }
        return new OAuthMessage(name, token(message.substring(end + 1)));
    }

    private static String token(String pairs) throws Malformed {
        for (String pair : pairs.split(SEPARATOR)) {
            if (pair.startsWith(AUTH)) {
                String value = pair.substring(AUTH.length());
                if (value.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
                    String token = value.substring(BEARER.length()).strip();
                    if (TOKEN.matcher(token).matches()) {
                        return token;
                    }
                }
            }
        }
        throw new Malformed("there is no bearer token");
    }

    @Override
    public String toString() {
        return "OAuthMessage[" + userName + "]";
    }
}
