package io.postwerk.sasl;

/**
 * One exchange with one client, used by one thread: {@link #step()} says what to do; while it is a
 * {@link SaslStep.Challenge}, {@link #respond} with the client's answer or {@link #cancel()}.
 */
public interface SaslExchange {

    /** The step that is due. Does not block. */
    SaslStep step();

    /**
     * Takes the client's response to the challenge and returns the next step, which {@link #step()} then returns, too.
     * Blocks until the service has answered or its time is over.
     *
     * @throws IllegalStateException when no challenge is due
     */
    SaslStep respond(byte[] response);

    /** The client gave up (RFC 4422 3.5). Does nothing when the exchange is over. */
    void cancel();
}
