package io.postwerk.net;

import io.netty.channel.ChannelHandler;

/** A connection that a listener serves, by whatever kind of session. */
interface Served {

    /** The handler in the connection's pipeline. */
    ChannelHandler events();

    /** Signals an event from outside, such as the stop of the server. Any thread. */
    void signal();

    /** Closes the connection at once. Any thread. */
    void abort();

    /** Whether the session waits, for its peer or for anything else. */
    boolean waiting();
}
