package io.postwerk.tests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.crds.manifest.ManifestReader;
import io.postwerk.crds.manifest.Manifests;
import io.postwerk.plan.finding.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What documents say of fields, reasons, manifests and each other is true. */
class DocumentsTest {
    /** A field as {@code MailServer.spec.tls.certificates}. */
    private static final Pattern FIELD =
            Pattern.compile("\\b(MailServer|MailDomain|MailUser|Relay)\\.(spec(?:\\.[a-zA-Z]+(?:\\[])?)+)");

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(?:#([^)]*))?\\)");
    private static final Pattern YAML = Pattern.compile("(?s)```yaml\\n(.*?)```");
    private static final Pattern REASON_ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\| (\\S.*) \\| (\\S.*) \\|$");

    static Stream<Path> documents() {
        Path root = Modules.root();
        return Stream.of(
                        root.resolve("README.md"),
                        root.resolve("CONTRIBUTING.md"),
                        root.resolve("docs"),
                        root.resolve("examples"))
                .flatMap(path -> walk(path).stream())
                .filter(file -> file.toString().endsWith(".md"));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void namesFieldsThatThereAre(Path document) throws IOException {
        Set<String> fields = fields();
        assertThat(FIELD.matcher(Files.readString(document)).results().map(m -> m.group(1) + "." + m.group(2)))
                .allSatisfy(field -> assertThat(fields).contains(field.replace("[]", "")));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void linksToFilesThatThereAre(Path document) throws IOException {
        assertThat(LINK.matcher(Files.readString(document)).results().map(match -> match.group(1)))
                .filteredOn(target -> !target.contains("://"))
                .allSatisfy(
                        target -> assertThat(document.resolveSibling(target)).exists());
    }

    @ParameterizedTest
    @MethodSource("documents")
    void showsManifestsThatAreRead(Path document) throws IOException {
        assertThat(YAML.matcher(Files.readString(document)).results().map(match -> match.group(1)))
                .filteredOn(text -> text.contains("apiVersion: postwerk.io/"))
                .allSatisfy(text -> {
                    Manifests manifests =
                            ManifestReader.read(document.getFileName().toString(), text);
                    assertThat(manifests.problems()).isEmpty();
                    assertThat(manifests.broken()).isEmpty();
                });
    }

    /** Each reason has a row with cause and remedy, in the order of the enum. */
    @Test
    void operatorsManualExplainsEveryReason() throws IOException {
        String manual = Files.readString(Modules.root().resolve("docs/operate.md"));
        String table = manual.substring(manual.indexOf("| reason | cause | remedy |"));
        assertThat(REASON_ROW.matcher(table).results().map(row -> row.group(1)))
                .as("reasons that docs/operate.md explains")
                .containsExactlyElementsOf(
                        Arrays.stream(Reason.values()).map(Reason::word).toList());
    }

    /** From the generated reference: {@code MailServer.spec.tls}. */
    private static Set<String> fields() throws IOException {
        Pattern row = Pattern.compile("^\\| \\**`(spec[^`]*)`\\** \\|.*");
        Set<String> fields = new HashSet<>();
        String kind = "";
        for (String line : Files.readAllLines(Modules.root().resolve("docs/reference/crds.md"))) {
            if (line.startsWith("## ")) kind = line.substring(3);
            Matcher match = row.matcher(line);
            if (match.matches()) fields.add(kind + "." + match.group(1).replace("[]", ""));
        }
        assertThat(fields).contains("MailServer.spec.hostname", "Relay.spec.nextHop.host");
        return fields;
    }

    private static List<Path> walk(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
