package io.postwerk.config;

/**
 * A config file, or a set of them, that cannot be used. The message names the file and, where there is one, the place in it as a
 * JSON path: {@code server.json: $.listeners[2].port: 70000 is out of bounds (1 to 65535)}.
 */
public final class ConfigException extends Exception {
    /** Makes one for a whole file or folder. */
    public ConfigException(String file, String problem) {
        super(file + ": " + problem);
    }

    /** Makes one for a place in a file. */
    public ConfigException(String file, String path, String problem) {
        super(file + ": " + path + ": " + problem);
    }
}
