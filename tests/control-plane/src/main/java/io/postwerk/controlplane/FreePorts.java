package io.postwerk.controlplane;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Ports of the loopback address that are free at the moment. They are below the ephemeral range: an outgoing connection could take the
 * port of a stopped API server, and a client that retries could even connect to itself.
 */
final class FreePorts {
    private static final int FIRST = 20_000;
    private static final int COUNT = 12_000;
    private static final int TRIES = 1_000;

    private FreePorts() {}

    /** Different ones: all are held until the last is found. */
    static List<Integer> free(int count) throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        try {
            Random random = new Random();
            for (int i = 0; held.size() < count && i < TRIES; i++) {
                try {
                    held.add(new ServerSocket(FIRST + random.nextInt(COUNT), 1, InetAddress.getLoopbackAddress()));
                } catch (BindException e) {
                    // Taken: the next may be free.
                }
            }
            if (held.size() < count)
                throw new IOException("no free ports between " + FIRST + " and " + (FIRST + COUNT));
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : held) socket.close();
        }
    }
}
