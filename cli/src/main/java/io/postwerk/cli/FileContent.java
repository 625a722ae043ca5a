package io.postwerk.cli;

/** What one look at a manifest file has found. */
sealed interface FileContent {
    /**
     * Text, whether or not it is YAML.
     *
     * @param text the whole of it
     */
    record Text(String text) implements FileContent {}

    /**
     * Something that cannot be read: a file without the right to, or octets that are not UTF-8.
     *
     * @param why in words for the user
     */
    record Unreadable(String why) implements FileContent {}
}
