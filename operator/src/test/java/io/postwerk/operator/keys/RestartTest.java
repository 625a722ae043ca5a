package io.postwerk.operator.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.postwerk.config.SecretText;
import io.postwerk.operator.model.ModelInput;
import io.postwerk.operator.model.Models;
import io.postwerk.operator.model.ServerObjects;
import io.postwerk.plan.Planner;
import io.postwerk.plan.Snapshot;
import io.postwerk.plan.secret.VerifierInputs;
import io.postwerk.plan.secret.VerifierKey;
import io.postwerk.plan.secret.VerifierNeed;
import io.postwerk.trust.InstallationKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** From Secrets with passwords to the Secrets that pods see, and back after a restart. */
class RestartTest {
    private static final List<String> PASSWORDS = List.of("correct horse", "battery staple", "tr0ub4dor \u0007 bell");
    private static final String MANIFESTS =
            """
            apiVersion: postwerk.io/v1alpha1
            kind: MailServer
            metadata: {name: main, namespace: mail}
            spec: {hostname: mx.example.org}
            ---
            apiVersion: postwerk.io/v1alpha1
            kind: MailDomain
            metadata: {name: example.org, namespace: mail}
            spec: {serverRef: {name: main, namespace: mail}, domain: example.org}
            ---
            apiVersion: postwerk.io/v1alpha1
            kind: MailUser
            metadata: {name: alice, namespace: mail}
            spec:
              address: Alice@example.org
              credentials:
              - {name: main, secretRef: {name: passwords, key: a}}
              - {name: phone, secretRef: {name: passwords, key: b}}
            ---
            apiVersion: postwerk.io/v1alpha1
            kind: MailUser
            metadata: {name: bob, namespace: mail}
            spec: {address: bob@example.org, credentials: [{name: main, secretRef: {name: passwords, key: c}}]}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: passwords, namespace: mail}
            data: {a: %s, b: %s, c: %s}
            """.formatted(PASSWORDS.stream().map(RestartTest::base64).toArray());

    private final InstallationKey key = InstallationKey.generate();
    private final Deque<Runnable> queue = new ArrayDeque<>();

    /** What one run of the operator has made. */
    private record Run(List<HasMetadata> objects, long hashed, int outstanding) {}

    @Test
    void aRestartHashesNothingAndRewritesNothing() {
        Run first = run(Map.of());
        assertThat(first.hashed).isEqualTo(2);

        Map<VerifierKey, SecretText> remembered = new HashMap<>();
        first.objects.stream()
                .filter(Secret.class::isInstance)
                .forEach(secret -> remembered.putAll(Origins.remembered((Secret) secret)));
        assertThat(remembered).hasSize(2);

        Run second = run(remembered);
        assertThat(second.hashed).isZero();
        assertThat(second.objects).isEqualTo(first.objects);
    }

    @Test
    void passwordsAreInNoObjectAndInNoLog() {
        StringBuilder log = new StringBuilder();
        Logger root = Logger.getLogger("");
        Level level = root.getLevel();
        Handler handler = capturing(log);
        root.addHandler(handler);
        root.setLevel(Level.ALL);
        List<HasMetadata> objects;
        try {
            objects = run(Map.of()).objects;
        } finally {
            root.setLevel(level);
            root.removeHandler(handler);
        }
        StringBuilder rendered = new StringBuilder(log);
        for (HasMetadata object : objects) {
            rendered.append(Serialization.asJson(object)).append('\n');
            if (object instanceof Secret secret) {
                secret.getData()
                        .values()
                        .forEach(value -> rendered.append(
                                        new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8))
                                .append('\n'));
            }
        }
        assertThat(rendered).as("the search finds what is there").contains("{SCRAM-SHA-256}16384,");
        for (String password : PASSWORDS) {
            assertThat(rendered).doesNotContain(password).doesNotContain(base64(password));
        }
    }

    @Test
    void damagedSecretsOfUsersAreMadeAgain() {
        Secret secret = run(Map.of()).objects.stream()
                .filter(object -> object.getMetadata().getName().startsWith("main-users-"))
                .map(Secret.class::cast)
                .filter(users -> !Origins.remembered(users).isEmpty())
                .findFirst()
                .orElseThrow();
        // No verifier depends on the namespaces that users are of.
        List<String> files = secret.getData().keySet().stream()
                .filter(file -> !file.equals("owners.json"))
                .toList();
        assertThat(files).hasSize(2);
        for (String file : files) {
            for (String damage : List.of("!", base64("{"), base64("{}"))) {
                // Those that are there without what they were made from are given until they are made again.
                assertThat(Origins.remembered(
                                        secret.edit().addToData(file, damage).build())
                                .keySet())
                        .as(file + " " + damage)
                        .allMatch(VerifierKey::isFormer);
            }
        }
        assertThat(Origins.remembered(secret.edit().withData(null).build())).isEmpty();
    }

    private Run run(Map<VerifierKey, SecretText> remembered) {
        Verifiers verifiers = new Verifiers(key, queue::addAll, Verifiers.Maker.SCRAM_SHA_256, () -> {});
        verifiers.remember(remembered);
        Snapshot snapshot = Models.snapshot(MANIFESTS);
        List<VerifierNeed> needs = Planner.resolve(snapshot).verifiers();
        verifiers.provide(needs);
        while (!queue.isEmpty()) {
            queue.remove().run();
        }
        Verifiers.Provided provided = verifiers.provide(needs);
        ModelInput input = Models.input(snapshot, new VerifierInputs(provided.verifiers(), provided.unusable()));
        return new Run(
                ServerObjects.render(Models.withOrigins(input, provided.origins()))
                        .objects(),
                verifiers.made(),
                provided.outstanding());
    }

    private static Handler capturing(StringBuilder log) {
        return new Handler() {
            @Override
            public void publish(LogRecord entry) {
                log.append(entry.getMessage()).append(entry.getThrown()).append('\n');
            }

            @Override
            public void flush() {
                // Nothing is held back.
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
