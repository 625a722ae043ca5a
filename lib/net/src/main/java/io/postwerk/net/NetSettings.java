package io.postwerk.net;

import java.time.Duration;

/**
 * Settings of an edge.
 *
 * @param eventLoops threads that move octets; each serves many connections
 * @param connections open at once
 * @param writeTimeout how long a flush, or the end of a closed connection, may wait for a peer that does not read
 * @param handshakeTimeout for the TLS handshake of an implicit TLS listener
 * @param inputOctets buffered per connection before reading from its socket stops
 * @param outputOctets on their way per connection before a flush waits
 * @param nativeTransport use epoll where there is one; false always takes the JDK's NIO
 * @param memory the program's, which all connections draw on
 */
public record NetSettings(
        int eventLoops,
        ConnectionLimits connections,
        Duration writeTimeout,
        Duration handshakeTimeout,
        int inputOctets,
        int outputOctets,
        boolean nativeTransport,
        MemoryBudget memory) {

    /** An event loop for two cores, 10,000 connections, 5 min for a write (RFC 5321 4.5.3.2.5), 30 s for a handshake, 64 KiB each way. */
    public static NetSettings defaults() {
        // One event loop is enough for two cores: sessions take more time than moving octets, and fewer threads need
        // fewer wake-ups.
        int loops = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        return new NetSettings(
                loops,
                ConnectionLimits.of(10_000),
                Duration.ofMinutes(5),
                Duration.ofSeconds(30),
                65_536,
                65_536,
                true,
                MemoryBudget.ofProcess());
    }

    public NetSettings withEventLoops(int threads) {
        return new NetSettings(
                threads,
                connections,
                writeTimeout,
                handshakeTimeout,
                inputOctets,
                outputOctets,
                nativeTransport,
                memory);
    }

    public NetSettings withMaxConnections(int total) {
        return withConnections(ConnectionLimits.of(total));
    }

    public NetSettings withConnections(ConnectionLimits limits) {
        return new NetSettings(
                eventLoops, limits, writeTimeout, handshakeTimeout, inputOctets, outputOctets, nativeTransport, memory);
    }

    public NetSettings withWriteTimeout(Duration timeout) {
        return new NetSettings(
                eventLoops, connections, timeout, handshakeTimeout, inputOctets, outputOctets, nativeTransport, memory);
    }

    public NetSettings withHandshakeTimeout(Duration timeout) {
        return new NetSettings(
                eventLoops, connections, writeTimeout, timeout, inputOctets, outputOctets, nativeTransport, memory);
    }

    public NetSettings withNativeTransport(boolean allowed) {
        return new NetSettings(
                eventLoops, connections, writeTimeout, handshakeTimeout, inputOctets, outputOctets, allowed, memory);
    }

    public NetSettings withMemory(MemoryBudget budget) {
        return new NetSettings(
                eventLoops,
                connections,
                writeTimeout,
                handshakeTimeout,
                inputOctets,
                outputOctets,
                nativeTransport,
                budget);
    }
}
