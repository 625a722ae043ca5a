package io.postwerk.operator.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.postwerk.config.ConfigFormat;
import io.postwerk.config.Program;
import io.postwerk.config.json.ConfigJson;
import io.postwerk.config.server.AuthSidecarConfig;
import io.postwerk.config.server.DirectoryConfig;
import io.postwerk.config.server.TlsConfig;
import io.postwerk.config.server.TokenIssuerConfig;
import io.postwerk.plan.Plan;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Whom auth-sidecar may ask about users. */
class SidecarPortsTest {
    private final ModelInput input = Models.input("""
            apiVersion: postwerk.io/v1alpha1
            kind: MailServer
            metadata: {name: main, namespace: mail}
            spec: {hostname: mx.example.org}
            """);

    @Test
    void areNoneWhereUsersComeFromResources() {
        assertThat(SidecarPorts.of(input.plan())).isEmpty();
    }

    @Test
    void areThoseOfEveryDirectoryAndIssuer() throws Exception {
        Plan plan = with(
                List.of(
                        new DirectoryConfig.Source.Resources(),
                        sql("jdbc:postgresql://db.example.org/mail?ssl=true"),
                        sql("jdbc:postgresql://a.example.org:6432,[2001:db8::1]:6433,b.example.org/mail"),
                        sql("jdbc:mariadb:sequential://[2001:db8::1]/mail"),
                        ldap("ldap.example.org:636", "[2001:db8::1]:10389")),
                List.of(
                        issuer("https://id.example.org/keys", Optional.empty()),
                        issuer("", Optional.of("http://id.example.org/ask"))));
        assertThat(SidecarPorts.of(plan)).containsExactly(80, 443, 636, 3306, 5432, 6432, 6433, 10389);
    }

    @Test
    void areOpenFromBothServersPods() throws Exception {
        ModelInput asking = new ModelInput(
                input.server(),
                with(List.of(sql("jdbc:postgresql://db.example.org/mail")), List.of()),
                input.releases(),
                input.operatorNamespace(),
                input.kept(),
                input.origins(),
                input.atLeast());
        ModelResult result = ServerObjects.render(asking);
        for (Workload workload : Workload.values()) {
            var egress = Models.find(result, NetworkPolicy.class, "main-" + workload.component())
                    .getSpec()
                    .getEgress();
            assertThat(egress.getLast().getPorts())
                    .singleElement()
                    .satisfies(port -> assertThat(port.getPort().getIntVal()).isEqualTo(5432));
        }
    }

    private Plan with(List<DirectoryConfig.Source> directories, List<TokenIssuerConfig> issuers) throws Exception {
        Map<Program, SortedMap<String, byte[]>> files = new EnumMap<>(Program.class);
        input.plan().files().forEach((program, set) -> files.put(program, new TreeMap<>(set)));
        SortedMap<String, byte[]> sidecar = files.get(Program.AUTH_SIDECAR);
        AuthSidecarConfig config = ConfigJson.read(
                AuthSidecarConfig.class, ConfigFormat.SERVER_FILE, sidecar.get(ConfigFormat.SERVER_FILE));
        sidecar.put(
                ConfigFormat.SERVER_FILE,
                ConfigJson.write(new AuthSidecarConfig(
                        config.formatVersion(),
                        config.sockets(),
                        config.requireTls(),
                        config.mechanisms(),
                        config.scramIterations(),
                        config.failureDelayMillis(),
                        config.penalties(),
                        directories.stream()
                                .map(source -> new DirectoryConfig("users", List.of(), "scope", source))
                                .toList(),
                        issuers,
                        config.limits(),
                        config.management())));
        return input.plan().withFiles(files);
    }

    private static DirectoryConfig.Source sql(String url) {
        return new DirectoryConfig.Source.Sql(url, "SELECT 1", Optional.empty(), 4, 3000);
    }

    private static DirectoryConfig.Source ldap(String... hosts) {
        return new DirectoryConfig.Source.Ldap(
                List.of(hosts),
                TlsConfig.Mode.START_TLS,
                Optional.empty(),
                "",
                "(mail={address})",
                Optional.empty(),
                "mail",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                4,
                3000);
    }

    private static TokenIssuerConfig issuer(String keys, Optional<String> introspection) {
        return new TokenIssuerConfig(
                "issuer",
                "https://id.example.org",
                "mail",
                "email",
                true,
                introspection.isPresent() ? Optional.empty() : Optional.of(keys),
                introspection,
                Optional.empty());
    }
}
