package io.postwerk.operator.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.postwerk.operator.model.ModelInput.Release;
import io.postwerk.operator.model.ModelResult.ClaimSize;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What rolls pods, and what does not. */
class StatefulSetsTest {
    private static final String SERVER = """
            apiVersion: postwerk.io/v1alpha1
            kind: MailServer
            metadata: {name: main, namespace: mail}
            spec: {hostname: mx.example.org%s}
            """;
    private static final String DOMAIN = """
            ---
            apiVersion: postwerk.io/v1alpha1
            kind: MailDomain
            metadata: {name: example.org, namespace: mail}
            spec:
              serverRef: {name: main, namespace: mail}
              domain: example.org
              aliases: [{address: sales@example.org, to: [alice@example.org]}]
            ---
            apiVersion: postwerk.io/v1alpha1
            kind: MailUser
            metadata: {name: alice, namespace: mail}
            spec: {address: alice@example.org}
            """;

    @Test
    void usersAndRoutingRollNoPod() {
        ModelResult before = render(SERVER.formatted(""));
        ModelResult after = render(SERVER.formatted("") + DOMAIN);
        for (Workload workload : Workload.values()) {
            assertThat(statefulSet(after, workload)).isEqualTo(statefulSet(before, workload));
        }
        assertThat(after.objects()).isNotEqualTo(before.objects());
    }

    @Test
    void aStaticChangeRollsThePodsThatItConcerns() {
        ModelResult before = render(SERVER.formatted(""));
        ModelResult after = render(SERVER.formatted(", smtp: {limits: {recipients: 150}}"));
        assertThat(statefulSet(after, Workload.SMTP_SERVER).getSpec().getTemplate())
                .isNotEqualTo(
                        statefulSet(before, Workload.SMTP_SERVER).getSpec().getTemplate());
        assertThat(statefulSet(after, Workload.IMAP_SERVER)).isEqualTo(statefulSet(before, Workload.IMAP_SERVER));
    }

    @Test
    void whatTheSidecarReadsOnceRollsBoth() {
        ModelResult before = render(SERVER.formatted(""));
        ModelResult after = render(SERVER.formatted(", auth: {requireTls: false}"));
        for (Workload workload : Workload.values()) {
            assertThat(statefulSet(after, workload).getSpec().getTemplate())
                    .isNotEqualTo(statefulSet(before, workload).getSpec().getTemplate());
        }
    }

    @Test
    void anotherOperatorThatRendersOtherwiseRollsNoPod() {
        ModelInput input = Models.input(SERVER.formatted(""));
        StatefulSet older = olderRendering(statefulSet(ServerObjects.render(input), Workload.SMTP_SERVER));

        StatefulSet again =
                statefulSet(ServerObjects.render(Models.withKept(input, kept(older))), Workload.SMTP_SERVER);

        assertThat(again.getSpec()).isEqualTo(older.getSpec());
        assertThat(again.getMetadata().getAnnotations())
                .isEqualTo(older.getMetadata().getAnnotations());
    }

    @Test
    void whatOthersChangedIsPutRight() {
        ModelInput input = Models.input(SERVER.formatted(""));
        StatefulSet rendered = statefulSet(ServerObjects.render(input), Workload.SMTP_SERVER);
        StatefulSet tampered = rendered.edit()
                .editSpec()
                .editTemplate()
                .editSpec()
                .withHostNetwork(true)
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
        assertThat(statefulSet(ServerObjects.render(Models.withKept(input, kept(tampered))), Workload.SMTP_SERVER))
                .isEqualTo(rendered);
    }

    @Test
    void anotherVersionIsRenderedAnew() {
        ModelInput input = Models.input(SERVER.formatted(""));
        StatefulSet older = olderRendering(statefulSet(ServerObjects.render(input), Workload.SMTP_SERVER));
        ModelInput upgrade = Models.withRelease(
                Models.withKept(input, kept(older)),
                new Release("ghcr.io/postwerk", "0.2.0", "IfNotPresent", Map.of()));

        StatefulSet fresh = statefulSet(ServerObjects.render(upgrade), Workload.SMTP_SERVER);

        var pod = fresh.getSpec().getTemplate().getSpec();
        assertThat(pod.getContainers().getFirst().getImage()).isEqualTo("ghcr.io/postwerk/smtp-server:0.2.0");
        assertThat(pod.getInitContainers().getFirst().getImage()).isEqualTo("ghcr.io/postwerk/auth-sidecar:0.2.0");
        assertThat(pod.getTerminationGracePeriodSeconds())
                .isNotEqualTo(older.getSpec().getTemplate().getSpec().getTerminationGracePeriodSeconds());
    }

    @Test
    void anAnnotationThatCannotBeReadIsWrittenAnew() {
        ModelInput input = Models.input(SERVER.formatted(""));
        StatefulSet rendered = statefulSet(ServerObjects.render(input), Workload.SMTP_SERVER);
        StatefulSet broken = rendered.edit()
                .editMetadata()
                .addToAnnotations(Labels.RENDERED, "{")
                .endMetadata()
                .build();
        assertThat(statefulSet(ServerObjects.render(Models.withKept(input, kept(broken))), Workload.SMTP_SERVER))
                .isEqualTo(rendered);
    }

    @Test
    void morePodsNeedNoOtherTemplate() {
        ModelInput one = Models.input(SERVER.formatted(""));
        StatefulSet older = olderRendering(statefulSet(ServerObjects.render(one), Workload.SMTP_SERVER));
        ModelInput three = Models.withKept(Models.input(SERVER.formatted(", smtp: {replicas: 3}")), kept(older));

        ModelResult result = ServerObjects.render(three);

        StatefulSet scaled = statefulSet(result, Workload.SMTP_SERVER);
        assertThat(scaled.getSpec().getReplicas()).isEqualTo(3);
        assertThat(scaled.getSpec().getTemplate()).isEqualTo(older.getSpec().getTemplate());
        assertThat(result.claims()).extracting(ClaimSize::name).contains("data-main-smtp-server-2");
    }

    @Test
    void podsInWhichMailWaitsStay() {
        ModelInput input = Models.input(SERVER.formatted(", smtp: {replicas: 2}"));
        StatefulSet held = statefulSet(
                ServerObjects.render(Models.withAtLeast(input, Map.of(Workload.SMTP_SERVER, 4))), Workload.SMTP_SERVER);
        assertThat(held.getSpec().getReplicas()).isEqualTo(4);
        StatefulSet more = statefulSet(
                ServerObjects.render(Models.withAtLeast(input, Map.of(Workload.SMTP_SERVER, 1))), Workload.SMTP_SERVER);
        assertThat(more.getSpec().getReplicas()).isEqualTo(2);
    }

    @Test
    void aGrownVolumeIsAskedForAndTheTemplateKeepsTheFirst() {
        ModelInput first = Models.input(SERVER.formatted(""));
        StatefulSet live = statefulSet(ServerObjects.render(first), Workload.IMAP_SERVER);
        // With a static change too, so that it is rendered anew.
        ModelInput grown = Models.withKept(
                Models.input(SERVER.formatted(", mailbox: {storage: {size: 50Gi}, limits: {connections: 9}}")),
                Map.of(Workload.IMAP_SERVER, KeptStatefulSet.of(live)));

        ModelResult result = ServerObjects.render(grown);

        StatefulSet rendered = statefulSet(result, Workload.IMAP_SERVER);
        assertThat(rendered.getSpec().getTemplate()).isNotEqualTo(live.getSpec().getTemplate());
        assertThat(rendered.getSpec().getVolumeClaimTemplates())
                .isEqualTo(live.getSpec().getVolumeClaimTemplates());
        assertThat(result.claims())
                .contains(new ClaimSize(
                        Workload.IMAP_SERVER,
                        "mail",
                        "data-main-imap-server-0",
                        Labels.ofClaim("main", Workload.IMAP_SERVER),
                        new Quantity("50Gi")));
    }

    @Test
    void claimTemplatesComeFromTheLiveObjectWhereNothingWasWrittenDown() {
        ModelInput input = Models.input(SERVER.formatted(""));
        StatefulSet live = statefulSet(ServerObjects.render(input), Workload.SMTP_SERVER);
        live.getMetadata().setAnnotations(null);
        PersistentVolumeClaim claim = live.getSpec().getVolumeClaimTemplates().getFirst();
        claim.getSpec().getResources().getRequests().put("storage", new Quantity("1Gi"));
        assertThat(statefulSet(ServerObjects.render(Models.withKept(input, kept(live))), Workload.SMTP_SERVER)
                        .getSpec()
                        .getVolumeClaimTemplates())
                .containsExactly(claim);
    }

    /** The same from the same inputs, by an operator that did something differently. */
    private static StatefulSet olderRendering(StatefulSet rendered) {
        StatefulSet older = rendered.edit()
                .editSpec()
                .editTemplate()
                .editSpec()
                .withTerminationGracePeriodSeconds(7L)
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
        older.getMetadata().getAnnotations().put(Labels.RENDERED, CanonicalJson.write(older.getSpec()));
        return older;
    }

    private static Map<Workload, KeptStatefulSet> kept(StatefulSet live) {
        return Map.of(Workload.SMTP_SERVER, KeptStatefulSet.of(live));
    }

    private static ModelResult render(String text) {
        return ServerObjects.render(Models.input(text));
    }

    private static StatefulSet statefulSet(ModelResult result, Workload workload) {
        return Models.find(result, StatefulSet.class, "main-" + workload.component());
    }
}
