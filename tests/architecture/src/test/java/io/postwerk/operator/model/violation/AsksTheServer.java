package io.postwerk.operator.model.violation;

/** Breaks: the operator's model is pure, and stands alone. */
public final class AsksTheServer {
    long now = System.currentTimeMillis();
    io.postwerk.operator.keys.violation.AsksTheServer keys;
    Class<?> client = io.fabric8.kubernetes.client.Client.class;
}
