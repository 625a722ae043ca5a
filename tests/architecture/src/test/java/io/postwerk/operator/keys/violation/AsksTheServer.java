package io.postwerk.operator.keys.violation;

/**
 * Breaks: the operator's keys know a port only, Quarkus is known in runtime packages only, and the operator SDK in caches and reconcilers
 * only.
 */
public final class AsksTheServer {
    Class<?> client = io.fabric8.kubernetes.client.Client.class;
    jakarta.inject.Inject injected;
    Class<?> sdk = io.javaoperatorsdk.operator.api.reconciler.Reconciler.class;
}
