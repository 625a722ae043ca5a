package io.postwerk.controlplane;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A resource that breaks one limit of its CRD's schema, and is good apart from it.
 *
 * @param name kind, field and limit
 * @param field path of the field that is wrong
 * @param message what an API server says of it
 * @param resource the whole resource
 */
record Limit(String name, String field, String message, ObjectNode resource) {
    @Override
    public String toString() {
        return name;
    }
}
