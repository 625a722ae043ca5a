package io.postwerk.config.load;

import io.postwerk.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A folder of config files at one moment. Where it has Kubernetes' {@code ..data} link, the link is followed once: all files come
 * from what it pointed to then, so that a swap in the middle of reading cannot mix two sets.
 *
 * @param files the folder that the files are in
 */
record ConfigFolder(Path files) {
    static final String DATA_LINK = "..data";

    static ConfigFolder at(Path directory) throws ConfigException {
        Path link = directory.resolve(DATA_LINK);
        try {
            return new ConfigFolder(Files.exists(link) ? link.toRealPath() : directory);
        } catch (IOException e) {
            throw new ConfigException(link.toString(), "cannot be followed (" + e + ")");
        }
    }

    byte[] read(String file) throws ConfigException {
        try {
            return Files.readAllBytes(files.resolve(file));
        } catch (NoSuchFileException e) {
            throw new ConfigException(file, "missing in " + files);
        } catch (IOException e) {
            throw new ConfigException(file, "cannot be read (" + e + ")");
        }
    }
}
