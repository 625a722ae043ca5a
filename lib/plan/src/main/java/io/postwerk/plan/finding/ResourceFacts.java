package io.postwerk.plan.finding;

import io.postwerk.crds.ObjectKey;

/**
 * What a plan has to say of one resource, for its status.
 *
 * @param kind kind of the resource
 * @param key its namespace and name
 * @param generation the {@code metadata.generation} that was looked at; 0 if that is not known
 * @param accepted whether it is valid, attached and without conflict
 * @param resolved whether everything that it refers to is there; a user for whom it is not still receives mail
 */
public record ResourceFacts(String kind, ObjectKey key, long generation, Fact accepted, Fact resolved) {
    /**
     * One condition.
     *
     * @param holds whether it is so
     * @param reason why, in one word
     * @param message why, for people; empty if it is so
     */
    public record Fact(boolean holds, Reason reason, String message) {}
}
