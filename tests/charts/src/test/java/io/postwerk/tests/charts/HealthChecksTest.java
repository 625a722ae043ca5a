package io.postwerk.tests.charts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.postwerk.testkit.Generated;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.lib.jse.JsePlatform;

/** The health checks of {@code examples/gitops}, run in their own languages on statuses as the operator writes them. */
class HealthChecksTest {
    private static final List<String> KINDS = List.of("MailServer", "MailDomain", "MailUser", "Relay");
    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            in use                     | Accepted=True/2 Programmed=True/2 Ready=True/2                    | Healthy     | Current
            in use before the change   | Accepted=True/1 Programmed=True/1 Ready=True/1                    | Progressing | InProgress
            on its way                 | Accepted=True/2 Programmed=False/2/Programming Ready=False/2/Programming | Progressing | InProgress
            refused                    | Accepted=False/2/Conflict Programmed=False/2 Ready=False/2        | Degraded    | Failed
            was refused, now changed   | Accepted=False/1/Conflict Ready=False/1                           | Progressing | InProgress
            a Secret is missing        | Accepted=True/2 Resolved=False/2/SecretNotFound Ready=False/2     | Degraded    | Failed
            paused                     | Accepted=True/2 Programmed=False/2/Paused Ready=False/2/Paused    | Suspended   | InProgress
            """)
    void saysHowItIs(String situation, String conditions, String argo, String flux) throws Exception {
        for (String kind : KINDS) {
            Map<String, Object> resource = Map.of(
                    "metadata", Map.of("generation", 2L), "status", Map.of("conditions", conditions(conditions)));
            assertThat(argo(kind, resource))
                    .as("Argo CD: %s, %s", kind, situation)
                    .isEqualTo(argo);
            assertThat(flux(kind, resource)).as("Flux: %s, %s", kind, situation).isEqualTo(flux);
        }
    }

    @ParameterizedTest
    @CsvSource({"MailServer", "MailDomain", "MailUser", "Relay"})
    void waitsForAStatus(String kind) throws Exception {
        Map<String, Object> metadata = Map.of("generation", 1L);
        assertThat(argo(kind, Map.of("metadata", metadata))).isEqualTo("Progressing");
        // Flux takes a missing status for unknown and asks again; an empty one it judges.
        assertThat(flux(kind, Map.of("metadata", metadata, "status", Map.of()))).isEqualTo("InProgress");
    }

    /** {@code TYPE=STATUS/GENERATION[/REASON]}, as the operator writes them. */
    private static List<Map<String, Object>> conditions(String text) {
        return List.of(text.split(" ")).stream()
                .map(HealthChecksTest::condition)
                .toList();
    }

    private static Map<String, Object> condition(String text) {
        String[] parts = text.split("[=/]");
        return Map.of(
                "type",
                parts[0],
                "status",
                parts[1],
                "observedGeneration",
                Long.parseLong(parts[2]),
                "reason",
                parts.length > 3 ? parts[3] : parts[0],
                "message",
                "");
    }

    private static String argo(String kind, Map<String, Object> resource) throws IOException {
        ConfigMap map = YAML.unmarshal(read("argocd/health.yaml"), ConfigMap.class);
        String program = map.getData().get("resource.customizations.health.postwerk.io_" + kind);
        assertThat(program).as(kind).isNotNull();
        Globals globals = JsePlatform.standardGlobals();
        globals.set("obj", lua(resource));
        return globals.load(program, kind).call().get("status").tojstring();
    }

    private static LuaValue lua(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                LuaTable table = new LuaTable();
                map.forEach((key, member) -> table.set(key.toString(), lua(member)));
                yield table;
            }
            case Collection<?> list ->
                LuaTable.listOf(list.stream().map(HealthChecksTest::lua).toArray(LuaValue[]::new));
            case Long number -> LuaValue.valueOf(number);
            default -> LuaValue.valueOf(value.toString());
        };
    }

    /** In Flux's order: InProgress (not used here), Failed, Current. */
    private static String flux(String kind, Map<String, Object> resource) throws Exception {
        Map<String, Object> checks = checks(kind);
        if (cel((String) checks.get("failed"), resource)) return "Failed";
        return cel((String) checks.get("current"), resource) ? "Current" : "InProgress";
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> checks(String kind) throws IOException {
        Optional<GenericKubernetesResource> kustomization =
                YAML.<List<HasMetadata>>unmarshal(read("flux/mail.yaml")).stream()
                        .filter(resource -> resource.getKind().equals("Kustomization"))
                        .map(GenericKubernetesResource.class::cast)
                        .findFirst();
        List<Map<String, Object>> all = kustomization.orElseThrow().get("spec", "healthCheckExprs");
        return all.stream()
                .filter(checks -> checks.get("kind").equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private static boolean cel(String expression, Map<String, Object> resource) throws Exception {
        CelCompiler compiler = CelCompilerFactory.standardCelCompilerBuilder()
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .addVar("metadata", SimpleType.DYN)
                .addVar("status", SimpleType.DYN)
                .build();
        CelRuntime runtime = CelRuntimeFactory.standardCelRuntimeBuilder().build();
        return (Boolean)
                runtime.createProgram(compiler.compile(expression).getAst()).eval(resource);
    }

    private static String read(String file) throws IOException {
        return Files.readString(Generated.root().resolve("examples/gitops").resolve(file));
    }
}
