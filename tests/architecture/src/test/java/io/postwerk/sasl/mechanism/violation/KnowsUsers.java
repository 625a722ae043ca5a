package io.postwerk.sasl.mechanism.violation;

/** Breaks: mechanisms know no users. */
public final class KnowsUsers {
    Object users = new io.postwerk.authsidecar.violation.Users();
}
