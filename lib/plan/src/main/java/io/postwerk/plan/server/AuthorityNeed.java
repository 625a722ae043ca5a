package io.postwerk.plan.server;

import io.postwerk.crds.ObjectKey;

/**
 * The CAs of client certificates, whose file must be at its place when the plan is applied.
 *
 * @param secret the Secret that has them, key {@value #KEY}
 * @param path path of their certificates, PEM
 */
public record AuthorityNeed(ObjectKey secret, String path) {
    /** Key of the Secret. */
    public static final String KEY = "ca.crt";

    /** The file's name in the folder of certificates. None of those is called so: there is no dot in their names. */
    public static final String FILE = "clients.ca.crt";
}
