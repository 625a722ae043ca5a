package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What happens to mail when its resource is deleted. */
public enum DeletionPolicy {
    /** It stays: the same resource made again finds it. */
    @JsonProperty("Retain")
    RETAIN,
    /** It is removed for good. */
    @JsonProperty("Delete")
    DELETE
}
