package io.postwerk.cli;

import io.postwerk.crds.manifest.BrokenResource;
import io.postwerk.crds.manifest.ManifestReader;
import io.postwerk.crds.manifest.Manifests;
import io.postwerk.crds.manifest.Problem;
import io.postwerk.crds.manifest.Sourced;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The manifests, as far as it is certain that they are meant. What a file gains counts at once. What it loses (a resource, a key,
 * an element of a list, the end of a text) may be missing only because the file is being written: the resource concerned stays as
 * it was until the file has been unchanged for {@link #SETTLED}. A file that does not parse keeps everything that was known from
 * it. A deleted file may come back under this or another name: it counts after {@link #DELETED}.
 *
 * <p>Not safe for use by several threads.
 */
final class HeldManifests {
    /** So long a file has not changed when it is believed what it lacks. */
    static final Duration SETTLED = Duration.ofSeconds(30);

    /** So long a file has been missing when it is believed to be deleted. */
    static final Duration DELETED = Duration.ofSeconds(5);

    private final InstantSource clock;
    private final Map<String, SeenFile> files = new TreeMap<>();
    private final Map<String, KnownResource> known = new HashMap<>();
    private Set<String> heldBefore = Set.of();
    private boolean first = true;

    /** One file, over all looks at the folder. */
    private static final class SeenFile {
        private @Nullable FileContent content;
        private Instant appeared = Instant.MIN;
        private Instant changed = Instant.MIN;
        private Instant gone = Instant.MAX;
        /** Whether this look found something else than the one before. */
        private boolean touched;
        /** Whether it was there at the first look and could not be read then: nothing is known of what it holds. */
        private boolean obscure;
        /** Whether the text lacks the line end that the one before had. */
        private boolean openEnded;

        boolean exists() {
            return content != null;
        }
    }

    /**
     * What to plan from.
     *
     * @param manifests the resources that count
     * @param held those among them that are kept as they were
     */
    record View(Manifests manifests, List<Held> held) {
        View {
            held = List.copyOf(held);
        }
    }

    /** @param clock one that is not set back */
    HeldManifests(InstantSource clock) {
        this.clock = clock;
    }

    /** Takes what the folder holds now. */
    View look(SortedMap<String, FileContent> contents) {
        Instant now = clock.instant();
        SortedMap<String, Manifests> read = new TreeMap<>();
        files.forEach((name, file) -> {
            if (file.exists() && !contents.containsKey(name)) {
                file.content = null;
                file.gone = now;
            }
        });
        contents.forEach((name, content) -> read.put(name, take(name, content, now)));
        first = false;
        return new Look(now, read).view();
    }

    private Manifests take(String name, FileContent content, Instant now) {
        SeenFile file = files.computeIfAbsent(name, n -> new SeenFile());
        Manifests manifests = switch (content) {
            case FileContent.Text(String text) -> ManifestReader.read(name, text);
            case FileContent.Unreadable(String why) ->
                new Manifests(
                        List.of(),
                        List.of(),
                        List.of(new Problem(Problem.Severity.ERROR, name, 0, "", "", why, ManifestReader.UNREADABLE)),
                        false);
        };
        if (!file.exists()) {
            // What was there before the first look has not appeared now.
            file.appeared = first ? Instant.MIN : now;
        }
        file.touched = !content.equals(file.content);
        if (file.touched) {
            file.openEnded = !first && endsOpen(content) && !(file.content != null && endsOpen(file.content));
            file.changed = first ? Instant.MIN : now;
            file.content = content;
        }
        file.obscure = !manifests.readable() && (first || file.obscure);
        return manifests;
    }

    private static boolean endsOpen(FileContent content) {
        return content instanceof FileContent.Text(String text) && !text.endsWith("\n");
    }

    /** One look at the folder: what is there is compared with what is known. */
    private final class Look {
        private final Instant now;
        private final SortedMap<String, Manifests> read;
        private final Map<String, Sourced<?>> present = new HashMap<>();
        private final Map<String, BrokenResource> broken = new HashMap<>();
        private final Map<String, Held> held = new TreeMap<>();
        /** Files that may still be written. */
        private final Set<String> suspicious = new HashSet<>();

        Look(Instant now, SortedMap<String, Manifests> read) {
            this.now = now;
            this.read = read;
            read.values().forEach(file -> {
                file.resources().forEach(resource -> present.putIfAbsent(resource.title(), resource));
                file.broken().forEach(resource -> broken.putIfAbsent(resource.title(), resource));
            });
        }

        View view() {
            present.forEach(this::compare);
            List<String> missing = known.keySet().stream()
                    .filter(title -> !present.containsKey(title) && !broken.containsKey(title))
                    .sorted()
                    .toList();
            missing.forEach(title -> missingFrom(title, file(title)));
            Set<String> removed = new HashSet<>();
            for (String title : missing) {
                if (!held.containsKey(title) && !fileGone(title, file(title))) removed.add(title);
            }
            // Only now: as long as one is judged, all others are known.
            known.keySet().removeAll(removed);
            heldBefore = Set.copyOf(held.keySet());
            return new View(Manifests.merge(effective()), List.copyOf(held.values()));
        }

        private SeenFile file(String title) {
            return Objects.requireNonNull(
                    files.get(Objects.requireNonNull(known.get(title)).file()));
        }

        private void compare(String title, Sourced<?> resource) {
            KnownResource before = known.get(title);
            String name = resource.source().file();
            SeenFile file = Objects.requireNonNull(files.get(name));
            if (before != null && before.file().equals(name) && !file.touched && !heldBefore.contains(title)) return;
            KnownResource is = KnownResource.of(resource);
            if (before == null || isSettled(file)) {
                known.put(title, is);
                return;
            }
            List<String> lost = before.lostIn(is);
            if (!lost.isEmpty()) {
                keep(title, name, "has no " + String.join(", ", lost) + " any more in " + name);
            } else if (file.openEnded && !before.isSame(is)) {
                keep(title, name, "has changed in " + name + ", which ends without a line end");
            } else {
                known.put(title, is);
            }
        }

        private void keep(String title, String name, String why) {
            suspicious.add(name);
            held.put(
                    title,
                    new Held(
                            title,
                            why,
                            "the file has been unchanged for " + SETTLED.toSeconds() + " s",
                            Optional.of(remaining(name))));
        }

        private Duration remaining(String name) {
            return left(Objects.requireNonNull(files.get(name)).changed.plus(SETTLED));
        }

        private boolean isSettled(SeenFile file) {
            return !file.changed.isAfter(now.minus(SETTLED));
        }

        private Duration left(Instant end) {
            return Duration.between(now, end);
        }

        /** A resource that is in no file. */
        private void missingFrom(String title, SeenFile file) {
            String name = Objects.requireNonNull(known.get(title)).file();
            Optional<String> unread = read.entrySet().stream()
                    .filter(entry -> !entry.getValue().readable())
                    .map(Map.Entry::getKey)
                    .min((one, other) -> Boolean.compare(other.equals(name), one.equals(name)));
            String why = "is missing from " + name;
            if (unread.filter(name::equals).isPresent()) {
                held.put(title, new Held(title, "was in " + name, "that file can be read again", Optional.empty()));
            } else if (unread.isPresent()) {
                // It may have been moved there.
                held.put(title, new Held(title, why, unread.get() + " can be read", Optional.empty()));
            } else if (present.keySet().stream().noneMatch(HeldManifests::isServer)
                    && broken.keySet().stream().noneMatch(HeldManifests::isServer)) {
                // An emptied folder removes nothing: a machine runs one MailServer.
                held.put(title, new Held(title, why, "there is a MailServer again", Optional.empty()));
            } else if (file.exists() && hasUnidentified(name)) {
                // YAML, but a part of it is no manifest: that may be what is left of this one.
                held.put(title, new Held(title, why, "everything in that file is a manifest", Optional.empty()));
            } else if (file.exists() && !isSettled(file)) {
                keep(title, name, why);
            }
        }

        private boolean hasUnidentified(String name) {
            Manifests file = Objects.requireNonNull(read.get(name));
            return file.problems().stream()
                            .anyMatch(problem ->
                                    problem.isError() && problem.resource().isEmpty())
                    || file.broken().stream()
                            .anyMatch(resource -> resource.name().isEmpty());
        }

        /** A resource whose file is gone; returns whether it is kept. */
        private boolean fileGone(String title, SeenFile file) {
            if (file.exists()) return false;
            String name = Objects.requireNonNull(known.get(title)).file();
            Duration left = left(file.gone.plus(DELETED));
            String until = "the file has been gone for " + DELETED.toSeconds() + " s";
            // It may be on its way into a file that has just appeared, or into one that is being written.
            for (String other : read.keySet()) {
                boolean appeared =
                        Objects.requireNonNull(files.get(other)).appeared.isAfter(file.gone.minus(DELETED));
                if ((appeared || suspicious.contains(other)) && remaining(other).compareTo(left) > 0) {
                    left = remaining(other);
                    until = other + " has been unchanged for " + SETTLED.toSeconds() + " s";
                }
            }
            if (!left.isPositive()) return false;
            held.put(title, new Held(title, "was in " + name + ", which is gone", until, Optional.of(left)));
            return true;
        }

        /** The files with what is held in place of what they have. */
        private List<Manifests> effective() {
            Map<String, Sourced<?>> kept = new HashMap<>();
            held.keySet()
                    .forEach(title -> kept.put(
                            title, Objects.requireNonNull(known.get(title)).resource()));
            List<Manifests> all = new ArrayList<>();
            read.forEach((name, file) -> {
                List<Sourced<?>> resources = new ArrayList<>();
                for (Sourced<?> resource : file.resources()) {
                    Sourced<?> stays = kept.remove(resource.title());
                    resources.add(stays == null ? resource : stays);
                }
                List<BrokenResource> claims = file.broken().stream()
                        .map(resource -> Optional.ofNullable(known.get(resource.title()))
                                .map(before -> before.claims(resource))
                                .orElse(resource))
                        .toList();
                boolean readable = file.readable() || !Objects.requireNonNull(files.get(name)).obscure;
                all.add(new Manifests(resources, claims, file.problems(), readable));
            });
            all.add(new Manifests(List.copyOf(kept.values()), List.of(), List.of(), true));
            return all;
        }
    }

    private static boolean isServer(String title) {
        return title.startsWith("MailServer ");
    }
}
