package io.postwerk.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The folder of manifests: its {@code .yaml} and {@code .yml} files, those in folders below it too; hidden ones are passed over. */
final class ManifestFolder {
    /** How often a folder that changes while it is walked through is looked at again. */
    private static final int ATTEMPTS = 3;

    private final Path folder;

    /** @throws CliException if it is no folder, or one without manifests */
    ManifestFolder(Path folder) throws CliException {
        if (!Files.isDirectory(folder)) throw new CliException("no such folder: " + folder);
        this.folder = folder;
        if (files().isEmpty()) throw new CliException("no manifests (*.yaml, *.yml) in " + folder);
    }

    Path path() {
        return folder;
    }

    /**
     * What the files hold, by their names as seen from the folder named on the command line. A folder that is not there, as
     * for a moment while another takes its place, has no files.
     *
     * @throws CliException if it cannot be seen which files there are
     */
    SortedMap<String, FileContent> read() throws CliException {
        try {
            SortedMap<String, FileContent> contents = new TreeMap<>();
            for (Path file : list()) content(file).ifPresent(content -> contents.put(file.toString(), content));
            return contents;
        } catch (NoSuchFileException e) {
            return new TreeMap<>();
        } catch (IOException | UncheckedIOException e) {
            throw new CliException("manifests cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * When the folder changed last, for a process that has not seen it change.
     *
     * @param files when a manifest was written, replaced or renamed
     * @param folders when one appeared or went, or when the folder itself was replaced
     */
    record LastChange(Instant files, Instant folders) {}

    /** The times of the last changes of what there is now. A program that copies files cannot set them. */
    LastChange lastChange() throws CliException {
        Instant files = Instant.MIN;
        Instant folders = changed(folder, LinkOption.NOFOLLOW_LINKS);
        try {
            for (Path file : list()) {
                files = later(files, changed(file));
                // Where manifests are links, as in a volume of Kubernetes, these are what changes.
                files = later(files, changed(file, LinkOption.NOFOLLOW_LINKS));
                folders = later(folders, changed(file.resolveSibling(".")));
            }
        } catch (IOException | UncheckedIOException e) {
            throw new CliException("manifests cannot be read: " + e.getMessage(), e);
        }
        return new LastChange(files, later(folders, changed(folder)));
    }

    private static Instant changed(Path path, LinkOption... options) {
        try {
            return ((FileTime) Files.getAttribute(path, "unix:ctime", options)).toInstant();
        } catch (IOException e) {
            return Instant.MIN;
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** Changes whenever a manifest is added, removed, replaced or written. */
    List<String> fingerprint() {
        List<String> marks = new ArrayList<>();
        for (Path file : files()) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                marks.add(file + " " + attributes.fileKey() + " "
                        + attributes.lastModifiedTime().toInstant() + " " + attributes.size());
            } catch (IOException e) {
                marks.add(file + " is not there");
            }
        }
        return marks;
    }

    private List<Path> files() {
        try {
            return list();
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }

    private List<Path> list() throws IOException {
        if (Files.notExists(folder)) return List.of();
        for (int attempt = 1; ; attempt++) {
            try (Stream<Path> found = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
                return found.filter(this::isManifest).sorted().toList();
            } catch (UncheckedIOException e) {
                // Something went away while it was walked through.
                if (attempt == ATTEMPTS || !(e.getCause() instanceof NoSuchFileException)) throw e;
            }
        }
    }

    private boolean isManifest(Path file) {
        for (Path part : folder.relativize(file)) if (part.toString().startsWith(".")) return false;
        String name = file.getFileName().toString();
        return (name.endsWith(".yaml") || name.endsWith(".yml")) && Files.isRegularFile(file);
    }

    /** Empty if the file is not there any more. */
    private static Optional<FileContent> content(Path file) {
        try {
            return Optional.of(new FileContent.Text(Files.readString(file, StandardCharsets.UTF_8)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (CharacterCodingException e) {
            return Optional.of(new FileContent.Unreadable("is not UTF-8 text"));
        } catch (IOException e) {
            return Optional.of(new FileContent.Unreadable("cannot be read: " + e.getMessage()));
        }
    }
}
