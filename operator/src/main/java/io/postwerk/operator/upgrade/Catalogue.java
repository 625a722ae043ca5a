package io.postwerk.operator.upgrade;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.postwerk.config.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The versions that servers can have: those of a file, which the chart's ConfigMap is, and the operator's own. A version that is not
 * among them is taken for a typo.
 *
 * @param versions by their name, in the order of the file: from the oldest to the newest
 */
public record Catalogue(Map<String, Version> versions) {
    private static final System.Logger LOG = System.getLogger(Catalogue.class.getName());
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /**
     * A version.
     *
     * @param version its name, which is the tag of its images
     * @param images digests ({@code sha256:...}) of its images by program; one without is pulled by its tag
     * @param formats versions of what its programs write on disk, by what it is
     * @param upgradableFrom versions that can be replaced by it; empty if each can
     */
    public record Version(
            String version, Map<String, String> images, Map<String, Integer> formats, List<String> upgradableFrom) {
        public Version {
            images = images == null ? Map.of() : Map.copyOf(images);
            formats = formats == null ? Map.of() : Map.copyOf(formats);
            upgradableFrom = upgradableFrom == null ? List.of() : List.copyOf(upgradableFrom);
        }

        /** One of which nothing more is known. */
        static Version named(String version) {
            return new Version(version, Map.of(), Map.of(), List.of());
        }

        /** Digest of a program's image. */
        public Optional<String> digest(Program program) {
            return Optional.ofNullable(images.get(program.folder())).filter(digest -> !digest.isEmpty());
        }

        private boolean comesFrom(String other) {
            return upgradableFrom.isEmpty() || upgradableFrom.contains(other);
        }
    }

    private record Content(List<Version> versions) {}

    public Catalogue {
        versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
    }

    /** Of some versions and the operator's own. */
    public static Catalogue of(List<Version> versions, String own) {
        Map<String, Version> all = new LinkedHashMap<>();
        versions.forEach(version -> all.put(version.version(), version));
        all.putIfAbsent(own, Version.named(own));
        return new Catalogue(all);
    }

    /** Where a catalogue comes from: it may be another one for the next plan. */
    @FunctionalInterface
    public interface Source {
        /** The catalogue as it is now. */
        Catalogue read();

        /** A file that may be replaced at any time. While it cannot be read, what was read last holds. */
        static Source file(Optional<Path> file, String own) {
            List<Catalogue> last = new ArrayList<>(List.of(of(List.of(), own)));
            return () -> {
                synchronized (last) {
                    file.flatMap(Catalogue::tryRead).ifPresent(content -> last.set(0, of(content.versions(), own)));
                    return last.getFirst();
                }
            };
        }
    }

    private static Optional<Content> tryRead(Path file) {
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(file), Content.class))
                    .filter(content -> content.versions() != null);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "{0}: the versions cannot be read: {1}", file, e.getMessage());
            return Optional.empty();
        }
    }

    /** The version of that name; one that runs although it is not in the catalogue has nothing known of it. */
    public Version get(String version) {
        return versions.getOrDefault(version, Version.named(version));
    }

    private boolean precedes(String one, String other) {
        List<String> names = List.copyOf(versions.keySet());
        return names.indexOf(one) < names.indexOf(other);
    }

    /**
     * Why a version cannot take the place of another, for people; absent if it can.
     *
     * @param running what runs; empty if nothing does
     */
    public Optional<String> refusal(String running, String wanted) {
        if (wanted.equals(running)) {
            // Also one that is no longer in the catalogue.
            return Optional.empty();
        }
        Version to = versions.get(wanted);
        if (to == null) {
            return Optional.of("there is no version " + wanted + "; known are " + String.join(", ", versions.keySet()));
        }
        if (running.isEmpty()) {
            return Optional.empty();
        }
        Version from = get(running);
        List<String> unread = from.formats().entrySet().stream()
                .filter(format -> format.getValue() > to.formats().getOrDefault(format.getKey(), Integer.MAX_VALUE))
                .map(format -> format.getKey() + " " + format.getValue())
                .sorted(Comparator.naturalOrder())
                .toList();
        if (!unread.isEmpty()) {
            return Optional.of("version " + wanted + " cannot read what " + running + " has written (format of "
                    + String.join(", ", unread) + "); stay at " + running + ", or restore a backup");
        }
        // The way back is open where the way there was.
        if (to.comesFrom(running) || precedes(wanted, running) && from.comesFrom(wanted)) {
            return Optional.empty();
        }
        return Optional.of("version " + wanted + " cannot take the place of " + running + ", only of "
                + String.join(", ", to.upgradableFrom()) + "; go to one of "
                + versions.values().stream()
                        .filter(version -> version.comesFrom(running))
                        .map(Version::version)
                        .collect(Collectors.joining(", "))
                + " first");
    }
}
