package io.postwerk.store;

/** What is done with the flags that are given. */
public enum FlagChange {
    ADD,
    REMOVE,
    REPLACE
}
