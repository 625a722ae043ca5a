package io.postwerk.tests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The planner, the operator and the command line have no sockets of ours on their class path: no way through our modules leads to
 * {@code lib/net}, {@code lib/sasl} or Netty. What a Kubernetes client brings for itself is not asked about.
 */
class ModuleGraphTest {

    private static final ModuleGraph GRAPH = ModuleGraph.ofCheckout();

    private static Set<String> sockets(ModuleGraph graph, String module) {
        return graph.beneath("io.postwerk:" + module).stream()
                .filter(artifact -> artifact.equals("io.postwerk:postwerk-net")
                        || artifact.equals("io.postwerk:postwerk-sasl")
                        || artifact.startsWith("io.netty:"))
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @ValueSource(strings = {"postwerk-plan", "postwerk-operator", "postwerk-cli", "postwerk-password"})
    void hasNoSocketsBeneathIt(String module) {
        assertThat(sockets(GRAPH, module)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"postwerk-plan", "postwerk-operator", "postwerk-cli"})
    void anEdgeFarBelowIsNoticed(String module) {
        ModuleGraph broken = GRAPH.with("io.postwerk:postwerk-password", "io.postwerk:postwerk-net");

        assertThat(sockets(broken, module)).contains("io.postwerk:postwerk-net");
        assertThat(sockets(broken, module)).anyMatch(artifact -> artifact.startsWith("io.netty:"));
    }

    @Test
    void serversHaveThem() {
        assertThat(sockets(GRAPH, "postwerk-smtp-server"))
                .contains("io.postwerk:postwerk-net", "io.netty:netty-handler");
    }
}
