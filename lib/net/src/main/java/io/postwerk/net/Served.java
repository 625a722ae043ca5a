package io.postwerk.net;

import io.netty.channel.ChannelHandler;

/** A connection that a listener serves, by whatever kind of session. */
interface Served {

    /** What sits in the connection's pipeline. */
    ChannelHandler events();

    /** Something has happened outside: the server stops. Any thread. */
    void signal();

    /** Ends it at once. Any thread. */
    void abort();

    /** Whether it waits for its peer, or for others. */
    boolean waiting();
}
