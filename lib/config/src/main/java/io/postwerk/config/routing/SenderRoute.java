package io.postwerk.config.routing;

/**
 * Where mail that a domain's own users send to other people's domains goes. In the file it is an object with one key:
 * {@code {"via":{...}}}.
 */
public sealed interface SenderRoute {
    /**
     * To a server of the domain's own choice.
     *
     * @param nextHop that server
     */
    record Via(NextHop nextHop) implements SenderRoute {}

    /**
     * There is such a server, but its resource is invalid or not complete: the mail waits, and goes nowhere else.
     *
     * @param reason why, in words for the log
     */
    record Unavailable(String reason) implements SenderRoute {}
}
