package io.postwerk.operator.keys.violation;

/** Breaks: the operator's keys know a port only, and Quarkus is known in runtime packages only. */
public final class AsksTheServer {
    Class<?> client = io.fabric8.kubernetes.client.Client.class;
    jakarta.inject.Inject injected;
}
