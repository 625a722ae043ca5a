package io.postwerk.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The folder of manifests: its {@code .yaml} and {@code .yml} files, those in folders below it too; hidden ones are passed over. */
final class ManifestFolder {
    /** How often a file that an editor may be replacing is read again. */
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

    /** The texts by the files' names, as seen from the folder named on the command line. */
    SortedMap<String, String> read() throws CliException {
        for (int attempt = 1; ; attempt++) {
            try {
                SortedMap<String, String> texts = new TreeMap<>();
                for (Path file : files()) texts.put(file.toString(), text(file));
                return texts;
            } catch (NoSuchFileException e) {
                if (attempt == ATTEMPTS) throw new CliException("cannot be read: " + e.getFile(), e);
            } catch (IOException | UncheckedIOException e) {
                throw new CliException("manifests cannot be read: " + e.getMessage(), e);
            }
        }
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
        try (Stream<Path> found = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            return found.filter(ManifestFolder::isManifest).sorted().toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }

    private static boolean isManifest(Path file) {
        for (Path part : file)
            if (part.toString().startsWith(".") && part.toString().length() > 2) return false;
        String name = file.getFileName().toString();
        return (name.endsWith(".yaml") || name.endsWith(".yml")) && Files.isRegularFile(file);
    }

    private static String text(Path file) throws IOException, CliException {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (MalformedInputException e) {
            throw new CliException(file + " is not UTF-8 text", e);
        }
    }
}
