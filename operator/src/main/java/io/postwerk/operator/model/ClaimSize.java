package io.postwerk.operator.model;

import io.fabric8.kubernetes.api.model.Quantity;

/**
 * The size that a PersistentVolumeClaim should have at least. A StatefulSet's claim template can never change, so a grown size is
 * written to the claims themselves: to those that are there and smaller.
 *
 * @param namespace namespace of the claim
 * @param name its name
 * @param size wanted {@code spec.resources.requests.storage}
 */
public record ClaimSize(String namespace, String name, Quantity size) {}
