package io.postwerk.operator.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.postwerk.config.Buckets;
import io.postwerk.config.ConfigFormat;
import io.postwerk.config.Program;
import io.postwerk.crds.MailServerStatus;
import io.postwerk.plan.Plan;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The objects of a MailServer as a whole, and its config files in them. */
class ServerObjectsTest {
    private static final String SERVER = """
            apiVersion: postwerk.io/v1alpha1
            kind: MailServer
            metadata: {name: main, namespace: mail}
            spec: {hostname: mx.example.org}
            """;

    private final ModelInput input = Models.input(SERVER);

    @Test
    void theSameInputGivesTheSameObjects() {
        assertThat(ServerObjects.render(Models.input(SERVER))).isEqualTo(ServerObjects.render(input));
    }

    @Test
    void aPodSeesExactlyTheFilesOfThePlan() {
        ModelResult result = ServerObjects.render(input);
        for (Workload workload : Workload.values()) {
            StatefulSet set = Models.find(result, StatefulSet.class, "main-" + workload.component());
            for (Program program : workload.programs()) {
                assertThat(mounted(result, set, "config-" + program.folder()))
                        .as(workload + " " + program)
                        .isEqualTo(texts(input.plan().files().get(program)));
            }
        }
    }

    @Test
    void onlyAuthSidecarSeesUsersAndEveryFileWithASecretIsInASecret() {
        ModelResult result = ServerObjects.render(input);
        for (Workload workload : Workload.values()) {
            StatefulSet set = Models.find(result, StatefulSet.class, "main-" + workload.component());
            var pod = set.getSpec().getTemplate().getSpec();
            assertThat(pod.getContainers().getFirst().getVolumeMounts())
                    .noneMatch(mount -> mount.getName().equals("config-auth-sidecar"));
            assertThat(pod.getInitContainers().getFirst().getVolumeMounts())
                    .extracting(mount -> mount.getName())
                    .containsExactly("config-auth-sidecar", "sockets");
        }
        Set<String> inConfigMaps = result.objects().stream()
                .filter(ConfigMap.class::isInstance)
                .flatMap(object -> ((ConfigMap) object).getData().keySet().stream())
                .collect(Collectors.toSet());
        assertThat(inConfigMaps)
                .doesNotContain(ConfigFormat.CREDENTIALS_FILE, ConfigObjects.ORIGINS_FILE)
                .doesNotContainAnyElementsOf(
                        Buckets.all().mapToObj(Buckets::usersFile).toList());
    }

    @Test
    void theIndexComesAfterAllThatItCountsAndPodsAfterThat() {
        List<String> names = ServerObjects.render(input).objects().stream()
                .map(object -> object.getKind() + " " + object.getMetadata().getName())
                .toList();
        assertThat(names)
                .containsSubsequence(
                        "ServiceAccount main-smtp-server",
                        "Secret main-users-00",
                        "Secret main-users-63",
                        "ConfigMap main-imap-server",
                        "ConfigMap main-routing-00",
                        "ConfigMap main-index",
                        "StatefulSet main-smtp-server")
                .doesNotHaveDuplicates()
                .endsWith("ConfigMap main-index", "StatefulSet main-smtp-server", "StatefulSet main-imap-server");
    }

    @Test
    void whatVerifiersWereMadeFromIsKeptBesideThem() {
        ModelResult result =
                ServerObjects.render(Models.withOrigins(input, Map.of(7, Map.of("id/b", "42", "id/a", "41"))));
        assertThat(text(Models.find(result, Secret.class, "main-users-07"), ConfigObjects.ORIGINS_FILE))
                .isEqualTo("{\"id/a\":\"41\",\"id/b\":\"42\"}\n");
        assertThat(text(Models.find(result, Secret.class, "main-users-08"), ConfigObjects.ORIGINS_FILE))
                .isEqualTo("{}\n");
    }

    @Test
    void originsForWhichThereIsNoRoomAreLeftOut() {
        Map<String, String> large = Map.of("id/a", "x".repeat(ConfigObjects.MAX_OCTETS));
        ModelResult result = ServerObjects.render(Models.withOrigins(input, Map.of(7, large)));
        assertThat(result.applicable()).isTrue();
        assertThat(text(Models.find(result, Secret.class, "main-users-07"), ConfigObjects.ORIGINS_FILE))
                .isEqualTo("{}\n");
    }

    @Test
    void aBucketThatTheApiServerWouldRefuseIsAProblemAndNothingIsChanged() {
        Map<Program, SortedMap<String, byte[]>> files = new EnumMap<>(Program.class);
        input.plan().files().forEach((program, set) -> files.put(program, new TreeMap<>(set)));
        files.get(Program.AUTH_SIDECAR).put(Buckets.usersFile(5), new byte[ConfigObjects.MAX_OCTETS + 1]);
        Plan plan = input.plan();
        ModelInput large = new ModelInput(
                input.server(),
                plan.withFiles(files),
                input.releases(),
                input.operatorNamespace(),
                input.kept(),
                input.origins(),
                input.atLeast());

        ModelResult result = ServerObjects.render(large);

        assertThat(result.applicable()).isFalse();
        assertThat(result.objects()).isEmpty();
        assertThat(result.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.resource()).isEqualTo("MailServer mail/main");
            assertThat(problem.what()).contains("Secret main-users-05").contains("octets");
            assertThat(problem.remedy()).isNotEmpty();
        });
    }

    @Test
    void podsRunWhatIsAskedForElseWhatTheyRunElseTheOperatorsOwn() {
        assertThat(ServerObjects.version(input.server(), "3")).isEqualTo("3");
        input.server().setStatus(running("2"));
        assertThat(ServerObjects.version(input.server(), "3")).isEqualTo("2");
        var asked = Models.input(SERVER.replace("hostname:", "version: \"1\", hostname:"))
                .server();
        asked.setStatus(running("2"));
        assertThat(ServerObjects.version(asked, "3")).isEqualTo("1");
    }

    @Test
    void everythingIsLabelledAndOwned() {
        Set<String> titles = new HashSet<>();
        for (HasMetadata object : ServerObjects.render(input).objects()) {
            var metadata = object.getMetadata();
            titles.add(object.getKind() + metadata.getName());
            assertThat(metadata.getNamespace()).isEqualTo("mail");
            assertThat(metadata.getLabels())
                    .containsEntry(Labels.SERVER, "main")
                    .containsEntry(Labels.MANAGED_BY, Labels.OPERATOR);
            assertThat(metadata.getOwnerReferences())
                    .singleElement()
                    .satisfies(owner -> assertThat(owner.getUid())
                            .isEqualTo(input.server().getMetadata().getUid()));
        }
        assertThat(titles).hasSizeGreaterThan(2 * Buckets.COUNT);
    }

    /** What the kubelet would write into a projected volume. */
    private static Map<String, String> mounted(ModelResult result, StatefulSet set, String name) {
        Volume volume = set.getSpec().getTemplate().getSpec().getVolumes().stream()
                .filter(v -> v.getName().equals(name))
                .findFirst()
                .orElseThrow();
        Map<String, String> files = new HashMap<>();
        for (VolumeProjection source : volume.getProjected().getSources()) {
            boolean secret = source.getSecret() != null;
            String object = secret
                    ? source.getSecret().getName()
                    : source.getConfigMap().getName();
            Map<String, String> values = new HashMap<>();
            if (secret) {
                Secret found = Models.find(result, Secret.class, object);
                found.getData().keySet().forEach(key -> values.put(key, text(found, key)));
            } else {
                values.putAll(Models.find(result, ConfigMap.class, object).getData());
            }
            var items = secret
                    ? source.getSecret().getItems()
                    : source.getConfigMap().getItems();
            if (items.isEmpty()) {
                files.putAll(values);
            }
            items.forEach(item -> files.put(item.getPath(), values.get(item.getKey())));
        }
        return files;
    }

    private static Map<String, String> texts(Map<String, byte[]> files) {
        return files.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, file -> new String(file.getValue(), StandardCharsets.UTF_8)));
    }

    private static String text(Secret secret, String key) {
        return new String(Base64.getDecoder().decode(secret.getData().get(key)), StandardCharsets.UTF_8);
    }

    private static MailServerStatus running(String version) {
        return new MailServerStatus(
                List.of(), 0, version, 0, List.of(), MailServerStatus.Smtp.NONE, MailServerStatus.Storage.NONE);
    }
}
