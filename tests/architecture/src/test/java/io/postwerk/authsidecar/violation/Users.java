package io.postwerk.authsidecar.violation;

/** Stands for a source of users. */
public final class Users {}
