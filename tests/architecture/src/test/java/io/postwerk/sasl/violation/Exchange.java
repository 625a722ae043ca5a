package io.postwerk.sasl.violation;

/** Broken with: something of the module that has sockets beneath it. */
public final class Exchange {}
