package io.postwerk.controlplane.node;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Brings connections of the node and its pods to the API server, which listens on the loopback address only. */
final class ApiRelay implements AutoCloseable {
    private final ServerSocket server;
    private final int apiPort;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private ApiRelay(ServerSocket server, int apiPort) {
        this.server = server;
        this.apiPort = apiPort;
    }

    /** @param apiPort of the API server on the loopback address */
    static ApiRelay start(ServerSocket server, int apiPort) {
        ApiRelay relay = new ApiRelay(server, apiPort);
        Thread.ofVirtual().name("api-relay").start(relay::accept);
        return relay;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> relay(client));
            } catch (IOException e) {
                // The relay is closed, or the client has closed its connection.
            }
        }
    }

    private void relay(Socket client) {
        open.add(client);
        try (client;
                Socket api = new Socket()) {
            open.add(api);
            api.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), apiPort), 5_000);
            Thread back = Thread.ofVirtual().start(() -> copy(api, client));
            copy(client, api);
            back.join();
        } catch (IOException e) {
            // The API server is down at the moment: the client sees a closed connection and tries again.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.removeIf(Socket::isClosed);
        }
    }

    /** Copies in both directions until one side closes, then closes the other. */
    private static void copy(Socket from, Socket to) {
        try (from;
                to;
                InputStream in = from.getInputStream()) {
            in.transferTo(to.getOutputStream());
        } catch (IOException e) {
            // One of them has closed.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) socket.close();
    }
}
