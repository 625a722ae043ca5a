package io.postwerk.config.load;

import io.postwerk.config.Bounds;
import io.postwerk.config.Buckets;
import io.postwerk.config.ConfigFormat;
import io.postwerk.config.Program;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * {@code index.json}: what makes the files of a folder one set.
 *
 * @param formatVersion version of the format of this file, see {@link ConfigFormat}
 * @param program the program that the set is for
 * @param sequence number of the set, the same for all programs of one plan; it grows with each plan that is applied
 * @param files SHA-256 of every other file of the set, by file name, in lower-case hexadecimal digits
 */
public record ConfigIndex(
        @Bounds(min = ConfigFormat.VERSION, max = ConfigFormat.VERSION)
        int formatVersion,

        Program program,
        @Bounds(min = 1, max = Long.MAX_VALUE) long sequence,
        @Bounds(max = 1000, length = 64) SortedMap<String, String> files) {

    public ConfigIndex {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /** The index of the given files (all of the set but the index). */
    public static ConfigIndex of(Program program, long sequence, Map<String, byte[]> files) {
        SortedMap<String, String> hashes = new TreeMap<>();
        files.forEach((name, bytes) -> hashes.put(name, hash(bytes)));
        return new ConfigIndex(ConfigFormat.VERSION, program, sequence, hashes);
    }

    /** SHA-256 as the index writes it. */
    static String hash(byte[] bytes) {
        return HexFormat.of().formatHex(Buckets.sha256().digest(bytes));
    }
}
