package io.postwerk.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A small file of names and texts in the state folder, readable by its owner only. It keeps what must survive a
 * restart and is not configuration. Each write makes a new file, syncs it and renames it.
 */
final class StateFile {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Path file;

    StateFile(DataFolder data, String name) {
        this.file = data.state().resolve(name);
    }

    /** @throws CliException when the file exists and cannot be read: new values must not replace its content */
    Map<String, String> read() throws CliException {
        if (!Files.exists(file)) return new TreeMap<>();
        try {
            return new TreeMap<>(JSON.readValue(Files.readAllBytes(file), new TypeReference<Map<String, String>>() {}));
        } catch (JsonProcessingException e) {
            throw new CliException(file + " is damaged (" + e.getOriginalMessage() + "): restore it from a backup", e);
        } catch (IOException e) {
            throw new CliException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    void write(Map<String, String> content) throws CliException {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(beside);
            Files.createFile(
                    beside, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(beside, JSON.writeValueAsBytes(new TreeMap<>(content)));
            try (FileChannel channel = FileChannel.open(beside, Set.of(StandardOpenOption.WRITE))) {
                channel.force(true);
            }
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new CliException(file + " cannot be written: " + e.getMessage(), e);
        }
    }
}
