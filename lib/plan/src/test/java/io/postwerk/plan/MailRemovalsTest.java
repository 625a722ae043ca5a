package io.postwerk.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.postwerk.config.ConfigException;
import io.postwerk.config.ConfigFormat;
import io.postwerk.config.Program;
import io.postwerk.config.json.ConfigJson;
import io.postwerk.config.users.MailboxRemovals;
import io.postwerk.crds.ObjectKey;
import io.postwerk.crds.manifest.ManifestReader;
import io.postwerk.crds.manifest.Manifests;
import io.postwerk.crds.manifest.Sourced;
import io.postwerk.mail.EmailAddress;
import io.postwerk.plan.user.MailboxIds;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is deleted counts no more, and its mail goes with it where that is wanted. */
class MailRemovalsTest {
    private static final String SERVER = """
            apiVersion: postwerk.io/v1alpha1
            kind: MailServer
            metadata: {name: main}
            spec:
              hostname: mx.example.org
              attachments: [{name: all, namespaces: {from: All}, domains: ['*']}]
            ---
            """;
    private static final String DELETING = ", annotations: {deleting: 'yes'}";

    private static String domain(String meta, String rest) {
        return """
                apiVersion: postwerk.io/v1alpha1
                kind: MailDomain
                metadata: {name: example.org%s}
                spec: {serverRef: {name: main, namespace: default}, domain: example.org%s}
                ---
                """.formatted(meta, rest);
    }

    private static String user(String name, String meta, String rest) {
        return """
                apiVersion: postwerk.io/v1alpha1
                kind: MailUser
                metadata: {name: %1$s%2$s}
                spec: {address: %1$s@example.org%3$s}
                ---
                """.formatted(name, meta, rest);
    }

    private static Plan plan(String... texts) {
        return given(texts).onKubernetes().plan();
    }

    /** Manifests never say that a resource is being deleted, an API server does. */
    private static PlanCase given(String... texts) {
        Manifests manifests = ManifestReader.read("all.yaml", SERVER + String.join("", texts));
        for (Sourced<?> sourced : manifests.resources()) {
            ObjectMeta meta = sourced.resource().getMetadata();
            if (meta.getAnnotations().containsKey("deleting")) {
                meta.setDeletionTimestamp("2026-11-01T00:00:00Z");
            }
        }
        return PlanCase.of(manifests);
    }

    private static String id(String namespace, String address) {
        return MailboxIds.of(
                new ObjectKey("default", "main"),
                namespace,
                EmailAddress.tryParse(address).orElseThrow());
    }

    private static List<String> removed(Plan plan) {
        byte[] file = plan.files().get(Program.IMAP_SERVER).get(ConfigFormat.REMOVALS_FILE);
        try {
            MailboxRemovals removals = ConfigJson.read(MailboxRemovals.class, ConfigFormat.REMOVALS_FILE, file);
            return removals.mailboxes().stream()
                    .map(MailboxRemovals.Removal::id)
                    .toList();
        } catch (ConfigException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aDeletedUserIsNoUser() {
        Plan plan = plan(domain("", ""), user("alice", "", ""), user("bob", DELETING, ""));
        assertThat(plan.applied().users()).containsExactly("alice@example.org");
        assertThat(plan.facts()).extracting(facts -> facts.key().name()).doesNotContain("bob");
        assertThat(removed(plan)).isEmpty();
        assertThat(plan.removals()).isEmpty();
    }

    @Test
    void itsMailGoesWithItIfThatIsWanted() {
        Plan plan = plan(domain("", ""), user("alice", "", ""), user("bob", DELETING, ", deletionPolicy: Delete"));
        assertThat(removed(plan)).containsExactly(id("default", "bob@example.org"));
        assertThat(plan.removals()).singleElement().satisfies(removal -> {
            assertThat(removal.kind()).isEqualTo("MailUser");
            assertThat(removal.key()).hasToString("default/bob");
            assertThat(removal.mailboxes())
                    .extracting(mailbox -> mailbox.address().canonical())
                    .containsExactly("bob@example.org");
        });
    }

    @Test
    void butNotWhatALivingUserHasAgain() {
        String again = user("bob", "", "").replace("{name: bob}", "{name: robert}");
        Plan plan = plan(domain("", ""), again, user("bob", DELETING, ", deletionPolicy: Delete"));
        assertThat(plan.applied().users()).containsExactly("bob@example.org");
        assertThat(removed(plan)).isEmpty();
        // There is nothing to wait for.
        assertThat(plan.removals())
                .singleElement()
                .satisfies(removal -> assertThat(removal.mailboxes()).isEmpty());
    }

    @Test
    void notEvenWhileThatUsersDomainIsNotThere() {
        String again = user("bob", "", "").replace("{name: bob}", "{name: robert}");
        assertThat(removed(plan(again, user("bob", DELETING, ", deletionPolicy: Delete"))))
                .isEmpty();
    }

    @Test
    void theSameAddressInAnotherNamespaceIsAnotherMailbox() {
        String shared = domain("", ", users: {namespaces: {from: All}}");
        String other = user("bob", ", namespace: team", ", domainRef: {name: example.org, namespace: default}");
        Plan plan = plan(shared, other, user("bob", DELETING, ", deletionPolicy: Delete"));
        assertThat(plan.applied().users()).containsExactly("bob@example.org");
        assertThat(removed(plan)).containsExactly(id("default", "bob@example.org"));
    }

    @Test
    void aDeletedDomainTakesItsUsersMailAlong() {
        Plan plan = plan(
                domain(DELETING, ", deletionPolicy: Delete, users: {namespaces: {from: All}}"),
                user("alice", "", ""),
                user("bob", DELETING, ""),
                user("tenant", ", namespace: team", ", domainRef: {name: example.org, namespace: default}"));
        assertThat(plan.applied().domains()).isEmpty();
        assertThat(removed(plan))
                .containsExactlyInAnyOrder(id("default", "alice@example.org"), id("default", "bob@example.org"));
        assertThat(plan.removals()).singleElement().satisfies(removal -> {
            assertThat(removal.kind()).isEqualTo("MailDomain");
            assertThat(removal.mailboxes()).hasSize(2);
        });
    }

    @Test
    void butNotIfAnotherMailDomainHasThemNow() {
        String again = domain("", "").replace("{name: example.org}", "{name: again}");
        Plan plan = plan(again, domain(DELETING, ", deletionPolicy: Delete"), user("alice", "", ""));
        assertThat(plan.applied().users()).containsExactly("alice@example.org");
        assertThat(removed(plan)).isEmpty();
    }

    @Test
    void anotherServersAreItsOwn() {
        String other = domain("", "").replace("{name: main, namespace: default}", "{name: second}");
        String second =
                "apiVersion: postwerk.io/v1alpha1\nkind: MailServer\nmetadata: {name: second}\nspec: {hostname: b.example.org}\n---\n";
        assertThat(removed(plan(second, other, user("bob", DELETING, ", deletionPolicy: Delete"))))
                .isEmpty();
        assertThat(removed(plan(
                        second,
                        other.replace("{name: example.org}", "{name: example.org" + DELETING + "}")
                                .replace("domain: example.org", "domain: example.org, deletionPolicy: Delete"),
                        user("bob", "", ""))))
                .isEmpty();
    }

    @Test
    void oneMachineRemovesNothingAndSaysSo() {
        Plan plan = given(
                        domain("", ", deletionPolicy: Delete"),
                        user("alice", "", ", deletionPolicy: Delete"),
                        user("bob", DELETING, ", deletionPolicy: Delete"))
                .plan();
        assertThat(removed(plan)).isEmpty();
        assertThat(plan.problems())
                .filteredOn(problem -> problem.field().equals("spec.deletionPolicy"))
                .hasSize(2)
                .noneMatch(problem -> problem.isError());
    }
}
