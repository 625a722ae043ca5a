package io.postwerk.sasl.mechanism;

import io.postwerk.password.TypedPassword;

/**
 * A user name and password as PLAIN and LOGIN bring them.
 *
 * @param userName prepared (RFC 4013)
 * @param password never empty
 * @param service protocol for which the password must be good
 */
public record PasswordLogin(String userName, TypedPassword password, String service) {}
