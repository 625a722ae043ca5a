package io.postwerk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts of manifests that are being written, moved and deleted. */
class HeldManifestsTest {
    private static final List<String> ADDRESSES = List.of(
            "alice@example.org",
            "bob@example.org",
            "info@example.org",
            "hello@alias.example",
            "postmaster@example.org",
            "postmaster@alias.example");
    private static final Duration MOMENT = Duration.ofMillis(300);
    private static final Duration NEARLY = HeldManifests.SETTLED.minusMillis(500);

    private final FolderOnFakeClock folder = FolderOnFakeClock.ofQuickstart();
    private final SortedMap<String, String> quickstart = FolderOnFakeClock.quickstart();

    static List<String> files() {
        return List.copyOf(FolderOnFakeClock.quickstart().keySet());
    }

    private static void refusesNone(FolderOnFakeClock folder, String when) {
        for (String address : ADDRESSES) {
            assertThat(folder.answer(address))
                    .as("%s %s; held: %s", address, when, folder.held())
                    .isLessThan(500);
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void aThousandCutsOfAFileRefuseNobody(String file) {
        Random random = new Random(file.hashCode());
        String text = quickstart.get(file);
        int octets = text.getBytes(StandardCharsets.UTF_8).length;
        FolderOnFakeClock cutFolder = FolderOnFakeClock.ofQuickstart();
        for (int i = 0; i < 1_000; i++) {
            int cut = i == 0 ? 0 : random.nextInt(octets);
            cutFolder.pass(HeldManifests.SETTLED);
            cutFolder.writeCut(file, text, cut);
            cutFolder.look();
            refusesNone(cutFolder, "cut after " + cut + " octets");
            cutFolder.pass(NEARLY);
            cutFolder.look();
            refusesNone(cutFolder, "cut after " + cut + " octets, 30 s later");
            cutFolder.write(file, text);
            cutFolder.look();
            // What seemed to be there for a moment, as user bo, goes like anything that has been there.
            cutFolder.pass(HeldManifests.SETTLED);
            cutFolder.look();
            assertThat(cutFolder.held()).isEmpty();
            for (String address : ADDRESSES)
                assertThat(cutFolder.answer(address)).isEqualTo(250);
            assertThat(cutFolder.credentials("alice@example.org")).isOne();
            assertThat(cutFolder.credentials("bob@example.org")).isOne();
        }
    }

    /** A new version of every file, each written in pieces, in place or beside and renamed, in any order. */
    @Test
    void partialWritesAndRenamesInAnyOrderRefuseNobody() {
        Random random = new Random(11);
        for (int round = 0; round < 300; round++) {
            FolderOnFakeClock busy = FolderOnFakeClock.ofQuickstart();
            List<String> order = new ArrayList<>(quickstart.keySet());
            Collections.shuffle(order, random);
            StringBuilder history = new StringBuilder();
            for (String file : order) {
                String text = "# version two, in UTF-8: ü\n" + quickstart.get(file);
                int octets = text.getBytes(StandardCharsets.UTF_8).length;
                int way = random.nextInt(5);
                // A file of another name is as good.
                String name = way == 3 ? "renamed-" + file : file;
                if (way >= 1 && way <= 3) busy.delete(file);
                history.append(' ').append(way).append(':').append(file);
                step(busy, random, history);
                if (way == 4) busy.write("copy-of-" + file, text);
                for (int piece = random.nextInt(3); piece > 0; piece--) {
                    busy.writeCut(name, text, random.nextInt(octets));
                    step(busy, random, history);
                }
                busy.write(name, text);
                step(busy, random, history);
                if (way == 4) busy.delete("copy-of-" + file);
                step(busy, random, history);
            }
            busy.pass(HeldManifests.SETTLED);
            busy.look();
            assertThat(busy.held()).isEmpty();
            for (String address : ADDRESSES) assertThat(busy.answer(address)).isEqualTo(250);
        }
    }

    private static void step(FolderOnFakeClock busy, Random random, StringBuilder history) {
        busy.pass(Duration.ofMillis(random.nextInt(1_200)));
        busy.look();
        refusesNone(busy, "after" + history);
    }

    @Test
    void anEmptiedFolderRemovesNothingAndNeitherDoesItsReturnInPieces() {
        files().forEach(folder::delete);
        folder.look();
        folder.pass(Duration.ofHours(1));
        folder.look();
        refusesNone(folder, "in an empty folder");
        for (String file :
                List.of("mailserver.yaml", "example.org.yaml", "bob.yaml", "alice.yaml", "alias.example.yaml")) {
            folder.write(file, quickstart.get(file));
            folder.look();
            refusesNone(folder, "once " + file + " is back");
            folder.pass(Duration.ofSeconds(8));
            folder.look();
            refusesNone(folder, "8 s after " + file + " is back");
        }
        assertThat(folder.held()).isEmpty();
    }

    @Test
    void aDeletedFileCountsAfterFiveSeconds() {
        folder.delete("bob.yaml");
        folder.look();
        assertThat(folder.held())
                .extracting(Held::toString)
                .contains("MailUser default/bob was in bob.yaml, which is gone; kept as it was until the file has been"
                        + " gone for 5 s");
        folder.pass(Duration.ofMillis(4_999));
        folder.look();
        assertThat(folder.answer("bob@example.org")).isEqualTo(250);
        assertThat(folder.held())
                .extracting(held -> held.remaining().orElseThrow())
                .containsOnly(Duration.ofMillis(1));
        folder.pass(Duration.ofMillis(1));
        folder.look();
        assertThat(folder.answer("bob@example.org")).isEqualTo(550);
        assertThat(folder.answer("alice@example.org")).isEqualTo(250);
        assertThat(folder.held()).isEmpty();
    }

    @Test
    void whatIsTakenOutOfAFileCountsAfterThirtySecondsWithoutAChange() {
        folder.write("users.yaml", quickstart.get("alice.yaml") + "---\n" + quickstart.get("bob.yaml"));
        folder.delete("alice.yaml");
        folder.delete("bob.yaml");
        folder.look();
        assertThat(folder.held()).isEmpty();
        folder.pass(Duration.ofMinutes(1));
        folder.write("users.yaml", quickstart.get("alice.yaml"));
        folder.look();
        assertThat(folder.held())
                .extracting(Held::toString)
                .contains("MailUser default/bob is missing from users.yaml; kept as it was until the file has been"
                        + " unchanged for 30 s");
        folder.pass(NEARLY);
        // A change begins the time anew, and what it adds counts at once.
        folder.write("users.yaml", quickstart.get("alice.yaml") + "  aliases: [lisa@example.org]\n");
        folder.look();
        assertThat(folder.answer("lisa@example.org")).isEqualTo(250);
        folder.pass(NEARLY);
        folder.look();
        assertThat(folder.answer("bob@example.org")).isEqualTo(250);
        assertThat(folder.credentials("bob@example.org")).isOne();
        folder.pass(Duration.ofSeconds(1));
        folder.look();
        assertThat(folder.answer("bob@example.org")).isEqualTo(550);
        assertThat(folder.held()).isEmpty();
    }

    @Test
    void whatAResourceLosesWaitsAsWell() {
        folder.pass(MOMENT);
        folder.write("example.org.yaml", quickstart.get("example.org.yaml").replace("info@", "kontakt@"));
        folder.look();
        assertThat(folder.answer("info@example.org")).isEqualTo(250);
        assertThat(folder.held())
                .extracting(Held::toString)
                .containsExactly("MailDomain default/example.org has no spec.aliases[info@example.org] any more in"
                        + " example.org.yaml; kept as it was until the file has been unchanged for 30 s");
        folder.pass(HeldManifests.SETTLED);
        folder.look();
        assertThat(folder.answer("info@example.org")).isEqualTo(550);
        assertThat(folder.answer("kontakt@example.org")).isEqualTo(250);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kind: [", "metadata", "\u0000", "a: b: c\n", "- - :\n  x"})
    void aFileThatDoesNotParseKeepsWhatItHadForEver(String text) {
        folder.write("bob.yaml", text);
        folder.look();
        folder.pass(Duration.ofDays(1));
        folder.look();
        assertThat(folder.answer("bob@example.org")).isLessThan(500);
    }

    @Test
    void othersGoOnWhileAFileDoesNotParse() {
        folder.write("bob.yaml", "kind: [");
        folder.write(
                "example.org.yaml",
                quickstart
                                .get("example.org.yaml")
                                .replace("to:\n", "to:\n    - bob@example.org\n")
                                .replace(
                                        "    - alice@example.org\n    - bob@example.org\n", "    - alice@example.org\n")
                        + "  - address: sales@example.org\n    to: [alice@example.org]\n");
        folder.look();
        assertThat(folder.answer("sales@example.org")).isEqualTo(250);
        assertThat(folder.answer("bob@example.org")).isEqualTo(250);
        assertThat(folder.held())
                .extracting(Held::toString)
                .contains("MailUser default/bob was in bob.yaml; kept as it was until that file can be read again");
    }

    @Test
    void aResourceMayMoveIntoAFileThatCannotBeReadYet() {
        folder.delete("bob.yaml");
        folder.write("users.yaml", "kind: [");
        folder.look();
        folder.pass(Duration.ofHours(1));
        folder.look();
        assertThat(folder.answer("bob@example.org")).isEqualTo(250);
        folder.write("users.yaml", quickstart.get("bob.yaml"));
        folder.look();
        assertThat(folder.held()).isEmpty();
        assertThat(folder.manifests().readable()).isTrue();
    }

    @Test
    void aFileThatCouldNeverBeReadLeavesEverythingAsItIs() {
        FolderOnFakeClock fresh = new FolderOnFakeClock();
        quickstart.forEach(fresh::write);
        fresh.write("bob.yaml", "kind: [");
        fresh.look();
        assertThat(fresh.manifests().readable()).isFalse();
        fresh.pass(Duration.ofDays(1));
        fresh.look();
        assertThat(fresh.manifests().readable()).isFalse();
        fresh.write("bob.yaml", quickstart.get("bob.yaml"));
        fresh.look();
        assertThat(fresh.manifests().readable()).isTrue();
    }

    /** What does not fit its schema is answered 451, for all that it was known for. */
    @Test
    void anInvalidResourceKeepsWhatItClaims() {
        folder.write(
                "example.org.yaml",
                quickstart.get("example.org.yaml").replace("domain: example.org", "domain: [exam" + "ple.org]"));
        folder.write("bob.yaml", quickstart.get("bob.yaml").replace("address: bob@example.org", "address: 5"));
        folder.look();
        for (int i = 0; i < 2; i++) {
            assertThat(folder.answer("bob@example.org")).isEqualTo(451);
            assertThat(folder.answer("info@example.org")).isEqualTo(451);
            folder.pass(Duration.ofDays(1));
            folder.look();
        }
    }

    @Test
    void aChangedPasswordAndADisabledUserCountAtOnce() {
        folder.write(
                "bob.yaml",
                quickstart
                        .get("bob.yaml")
                        .replace("builder", "architect")
                        .replace("spec:\n", "spec:\n  disabled: true\n"));
        folder.look();
        assertThat(folder.held()).isEmpty();
        assertThat(folder.manifests().users())
                .anyMatch(user -> user.resource().getSpec().disabled());
    }

    @Test
    void aSecretThatIsCutStaysAsItWas() {
        folder.write("bob.yaml", quickstart.get("bob.yaml").replace("  password: builder\n", ""));
        folder.look();
        assertThat(folder.credentials("bob@example.org")).isOne();
        folder.write("bob.yaml", quickstart.get("bob.yaml").replace("builder", "buil"));
        folder.look();
        assertThat(folder.held())
                .extracting(Held::why)
                .containsExactly("has no stringData.password any more in bob.yaml");
    }
}
