package io.postwerk.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Checks that ports are free before anything is started, so that the error names the listener. */
final class PortCheck {
    /**
     * @param listener name of the listener and its program, for the message
     * @param address where it will listen
     */
    record Wanted(String listener, InetSocketAddress address) {}

    private PortCheck() {}

    /** @throws CliException naming every port that is taken, and its listener */
    static void requireFree(List<Wanted> wanted) throws CliException {
        List<String> taken = new ArrayList<>();
        for (Wanted each : wanted) {
            // The same option as a server sets: connections that are closing do not count as taken.
            try (ServerSocket probe = new ServerSocket()) {
                probe.setReuseAddress(true);
                probe.bind(each.address());
            } catch (IOException e) {
                taken.add("port " + each.address().getPort() + " of " + each.listener() + " is taken on "
                        + each.address().getAddress().getHostAddress() + " (" + e.getMessage() + ")");
            }
        }
        if (!taken.isEmpty()) {
            throw new CliException(String.join("\n", taken)
                    + "\nEnd the program that holds it, choose another port for the listener in the MailServer,"
                    + " or move all ports with --port-offset.");
        }
    }
}
