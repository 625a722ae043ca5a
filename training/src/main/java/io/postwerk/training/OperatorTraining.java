package io.postwerk.training;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The operator, which plans one small MailServer and applies it to a stand-in of the API server. */
final class OperatorTraining {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private OperatorTraining() {}

    /**
     * Runs the operator, and ends it.
     *
     * @return whether it has its cache
     */
    static boolean run(TrainedProgram operator) throws IOException, InterruptedException {
        try (ApiServerStandIn api = ApiServerStandIn.start()) {
            try {
                operator.start(freePort(), environment(api.url()));
                long end = System.nanoTime() + TIMEOUT.toNanos();
                while (!api.hasStatefulSets() && operator.isRunning() && System.nanoTime() < end) Thread.sleep(50);
                for (String path : List.of("/q/health/ready", "/q/health/live", "/q/metrics")) operator.get(path);
                if (!api.hasStatefulSets()) operator.report("no StatefulSet was applied");
            } catch (IOException e) {
                // What was loaded by then is cached.
                operator.report("the exercise was not completed: " + e.getMessage());
            } finally {
                operator.terminate();
            }
            return operator.awaitEnd();
        }
    }

    private static Map<String, String> environment(String url) {
        return Map.of(
                "KUBERNETES_MASTER",
                url,
                "KUBERNETES_NAMESPACE",
                "default",
                // Whatever cluster this machine knows is left alone.
                "KUBERNETES_AUTH_TRYKUBECONFIG",
                "false",
                "KUBERNETES_AUTH_TRYSERVICEACCOUNT",
                "false",
                "POSTWERK_LEADER_ELECTION",
                "false",
                "POSTWERK_SECRETS_CLUSTER_WIDE",
                "true");
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
