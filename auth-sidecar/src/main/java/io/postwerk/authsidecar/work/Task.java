package io.postwerk.authsidecar.work;

import io.postwerk.authsidecar.penalty.Asker;

/** Work of a login. Exactly one of its two methods is called, once, on any thread. */
public interface Task extends Runnable {

    /** For whom it is. */
    Asker asker();

    /** Whether the user has logged in from that client's network lately. */
    boolean known();

    /** There is too much to do, and others come first. */
    void refused();
}
