package io.postwerk.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A resource in {@code crds/src/test/broken} that breaks one rule of its CRD. The planner and a real API server are held to the
 * same files, so that both refuse the same and say the same words.
 *
 * @param name file name without its ending
 * @param rule the constant of {@code io.postwerk.crds.Rules} that has the words; head line {@code # rule:}
 * @param field path of the field that is named as wrong; head line {@code # field:}
 * @param before the resource as it was, for a rule about a change; else empty
 * @param text the resource that is to be refused, as YAML
 */
public record BrokenManifest(String name, String rule, String field, Optional<String> before, String text) {
    /** Where the files are, from the root of the source tree. */
    public static final String FOLDER = "crds/src/test/broken";

    private static final String ENDING = ".yaml";

    /** All of them, by name. */
    public static List<BrokenManifest> all() {
        try (Stream<Path> files = Files.list(Generated.root().resolve(FOLDER))) {
            return files.filter(file -> file.toString().endsWith(ENDING))
                    .sorted()
                    .map(BrokenManifest::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BrokenManifest read(Path file) {
        try {
            String text = Files.readString(file);
            String[] documents = text.split("\n---\n");
            String name = file.getFileName().toString();
            return new BrokenManifest(
                    name.substring(0, name.length() - ENDING.length()),
                    head(file, text, "rule"),
                    head(file, text, "field"),
                    documents.length == 2 ? Optional.of(documents[0]) : Optional.empty(),
                    documents[documents.length - 1]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String head(Path file, String text, String key) {
        Matcher matcher = Pattern.compile("(?m)^# " + key + ": (\\S+)$").matcher(text);
        if (!matcher.find()) throw new AssertionError(file + " has no line \"# " + key + ": ...\"");
        return matcher.group(1);
    }

    /** Its kind. */
    public String kind() {
        return text.lines()
                .filter(line -> line.startsWith("kind: "))
                .map(line -> line.substring("kind: ".length()))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public String toString() {
        return name;
    }
}
