package io.postwerk.sasl.mechanism;

/**
 * A user name and password as PLAIN and LOGIN bring them.
 *
 * @param userName prepared (RFC 4013)
 * @param password prepared; never empty
 * @param service protocol for which the password must be good
 */
public record PasswordLogin(String userName, String password, String service) {

    /** Without the password. */
    @Override
    public String toString() {
        return "PasswordLogin[" + userName + ", " + service + "]";
    }
}
