package io.postwerk.tests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code docs/rfc.tsv} says what is built; what it says is cited in main code and in a test. */
class RfcTableTest {
    private record Row(int line, String rfc, String section, String title, String state, String note) {}

    /** {@code RFC 5321 4.5.3.1.4}, also with {@code section} before the number. */
    private static final Pattern CITATION =
            Pattern.compile("RFC (\\d{3,5})(?:,? (?:sections? |§ ?)?(\\d+(?:\\.\\d+)*|[A-Z](?:\\.\\d+)*)\\b)?");

    private static final Pattern CONTINUED = Pattern.compile("\\G(?:, | and |/)(\\d+(?:\\.\\d+)+)");

    private static List<Row> rows;
    private static Set<String> citedInMain;
    private static Set<String> citedInTests;

    @BeforeAll
    static void read() throws IOException {
        rows = new ArrayList<>();
        List<String> lines = Files.readAllLines(Modules.root().resolve("docs/rfc.tsv"));
        for (int i = 1; i < lines.size(); i++) {
            String[] fields = lines.get(i).split("\t", -1);
            assertThat(fields).as("docs/rfc.tsv line " + (i + 1)).hasSize(5);
            rows.add(new Row(i + 1, fields[0], fields[1], fields[2], fields[3], fields[4]));
        }
        citedInMain = citations("src/main/java");
        citedInTests = citations("src/test");
    }

    @Test
    void hasAHeadingAndKnownStates() throws IOException {
        assertThat(Files.readAllLines(Modules.root().resolve("docs/rfc.tsv")).getFirst())
                .isEqualTo("RFC\tsection\ttitle\tstate\tnote");
        assertThat(rows).isNotEmpty().allSatisfy(row -> {
            assertThat(row.rfc()).as("line " + row.line()).matches("\\d+");
            assertThat(row.title()).as("line " + row.line()).isNotBlank();
            assertThat(row.state()).as("line " + row.line()).isIn("yes", "part", "no");
            // What is not whole says what is missing.
            if (!row.state().equals("yes"))
                assertThat(row.note()).as("line " + row.line()).isNotBlank();
        });
    }

    @Test
    void isSortedAndNamesNothingTwice() {
        List<String> keys =
                rows.stream().map(row -> row.rfc() + " " + row.section()).toList();
        assertThat(keys).doesNotHaveDuplicates();
        assertThat(rows.stream().map(row -> Integer.valueOf(row.rfc())).toList())
                .isSorted();
    }

    @Test
    void everyYesIsCitedInMainCodeAndInATest() {
        List<String> missing = new ArrayList<>();
        for (Row row : rows) {
            if (!row.state().equals("yes")) continue;
            String key = row.section().isEmpty() ? row.rfc() : row.rfc() + " " + row.section();
            if (!cited(citedInMain, row))
                missing.add("line " + row.line() + ": RFC " + key + " is not cited in main code");
            if (!cited(citedInTests, row))
                missing.add("line " + row.line() + ": RFC " + key + " is not cited in a test");
        }
        assertThat(missing).isEmpty();
    }

    private static boolean cited(Set<String> citations, Row row) {
        if (row.section().isEmpty())
            return citations.stream().anyMatch(c -> c.equals(row.rfc()) || c.startsWith(row.rfc() + " "));
        String key = row.rfc() + " " + row.section();
        // A subsection's citation is one of its section too.
        return citations.stream().anyMatch(c -> c.equals(key) || c.startsWith(key + "."));
    }

    private static Set<String> citations(String folder) {
        Set<String> found = new HashSet<>();
        for (String module : Modules.all()) {
            Path sources = Modules.root().resolve(module).resolve(folder);
            if (!Files.isDirectory(sources)) continue;
            try (Stream<Path> files = Files.walk(sources)) {
                // transcripts are text
                files.filter(file -> file.toString().endsWith(".java")
                                || file.toString().endsWith(".txt"))
                        .forEach(file -> collect(file, found));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return found;
    }

    private static void collect(Path file, Set<String> found) {
        try {
            // Citations are ASCII; seeds of fuzz tests are anything.
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            var matcher = CITATION.matcher(text);
            while (matcher.find()) {
                found.add(matcher.group(2) == null ? matcher.group(1) : matcher.group(1) + " " + matcher.group(2));
                var more = CONTINUED.matcher(text).region(matcher.end(), text.length());
                while (more.find()) found.add(matcher.group(1) + " " + more.group(1));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
