package io.postwerk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.crds.ObjectKey;
import io.postwerk.crds.manifest.ManifestReader;
import io.postwerk.crds.manifest.Manifests;
import io.postwerk.crds.manifest.Problem;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is remembered of resources and mailboxes, over restarts. */
class IdentityTest {
    private static final ObjectKey MAIN = new ObjectKey("default", "main");
    private static final String DOMAIN = """
            apiVersion: postwerk.io/v1alpha1
            kind: MailDomain
            metadata: {name: example.org}
            spec: {serverRef: {name: main}, domain: example.org}
            """;
    private static final String ALICE = """
            apiVersion: postwerk.io/v1alpha1
            kind: MailUser
            metadata: {name: alice, namespace: default}
            spec: {address: Alice@example.org}
            """;

    @TempDir
    private Path folder;

    private static Manifests read(String text) {
        return ManifestReader.read("all.yaml", text);
    }

    @Test
    void aServerRefStaysOverARestartAndIsForgottenWithItsResource() throws Exception {
        try (DataFolder data = DataFolder.open(folder)) {
            KnownIdentities first = KnownIdentities.keep(data);
            first.hold(read(DOMAIN));
            first.keep();
            KnownIdentities again = KnownIdentities.keep(data);
            Manifests held = again.hold(read(DOMAIN.replace("{name: main}", "{name: other}")));
            assertThat(held.domains())
                    .singleElement()
                    .satisfies(domain -> assertThat(
                                    domain.resource().getSpec().serverRef().name())
                            .isEqualTo("main"));
            assertThat(held.problems())
                    .extracting(Problem::toString)
                    .singleElement()
                    .asString()
                    .startsWith(
                            "all.yaml:4: MailDomain default/example.org: spec.serverRef: the MailServer cannot be changed")
                    .contains("; to move, copy the mail");
            // Cut so that nothing of what it was is left, it claims what it did.
            assertThat(again.hold(read(DOMAIN.replaceAll("spec:.*", "spec: {}")))
                            .broken())
                    .singleElement()
                    .satisfies(broken -> assertThat(broken.domains()).containsExactly("example.org"));
            again.hold(read(ALICE));
            again.keep();
            assertThat(KnownIdentities.keep(data)
                            .hold(read(DOMAIN.replace("{name: main}", "{name: other}")))
                            .problems())
                    .isEmpty();
        }
    }

    @Test
    void mailInAnotherMailboxOfTheSameAddressIsSaid() throws Exception {
        try (DataFolder data = DataFolder.open(folder)) {
            KnownMailboxes first = KnownMailboxes.keep(data);
            assertThat(first.serve(MAIN, read(ALICE))).isEmpty();
            first.keep();
            // Another name of the MailUser, and the address written in another way, are the same mailbox.
            assertThat(KnownMailboxes.keep(data)
                            .serve(
                                    MAIN,
                                    read(ALICE.replace("name: alice", "name: a").replace("Alice@", "alice@"))))
                    .isEmpty();
            String words =
                    "spec.address: there is mail in another mailbox, which was that of alice@example.org of MailServer"
                            + " default/main, namespace default; this user does not see it";
            KnownMailboxes again = KnownMailboxes.keep(data);
            assertThat(again.serve(MAIN, read(ALICE.replace("namespace: default", "namespace: team"))))
                    .extracting(Problem::toString)
                    .singleElement()
                    .asString()
                    .contains(words);
            assertThat(again.orphans())
                    .containsExactly("alice@example.org of MailServer default/main, namespace default");
            assertThat(again.serve(new ObjectKey("default", "other"), read(ALICE)))
                    .extracting(Problem::toString)
                    .singleElement()
                    .asString()
                    .contains(words);
            again.serve(MAIN, read(ALICE));
            assertThat(again.orphans()).isEmpty();
            again.serve(MAIN, read(DOMAIN));
            assertThat(again.orphans()).hasSize(1);
        }
    }
}
