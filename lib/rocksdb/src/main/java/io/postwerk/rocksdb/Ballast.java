package io.postwerk.rocksdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;

/**
 * Files beside the database that hold room which nobody else can take: {@code ballast} is given back while the database is
 * open and the disk is full, {@code ballast-open} only before it is opened, so that it can be. Used by one thread at a time.
 */
final class Ballast {
    private static final long OPENING_OCTETS = 8 << 20;
    private static final int OPENING_SHARE = 4;
    private static final int PIECE_OCTETS = 1 << 20;

    private final Path main;
    private final Path opening;
    /** A file system that compresses must not make it smaller. */
    private final Random octets = new Random();

    private long held;

    Ballast(Path directory) throws IOException {
        this.main = directory.resolve("ballast");
        this.opening = directory.resolve("ballast-open");
        measure();
    }

    private static long size(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    private void measure() throws IOException {
        held = size(main) + size(opening);
    }

    /** How much room both hold. */
    long held() {
        return held;
    }

    /** Gives back what may be given back while the database is open; whether there was anything. */
    boolean release() throws IOException {
        boolean there = Files.deleteIfExists(main);
        measure();
        return there;
    }

    /** Gives everything back, for a database that is to be opened; whether there was anything. */
    boolean releaseAll() throws IOException {
        boolean there = Files.deleteIfExists(opening);
        return release() || there;
    }

    /** Takes so much for the next time that the database is opened. */
    void holdForOpening(long most) throws IOException {
        grow(opening, Math.min(most, OPENING_OCTETS), Integer.MAX_VALUE);
    }

    /** Takes more, up to so much in all, but not more than so many pieces of a mebibyte at once. */
    void grow(long most, int pieces) throws IOException {
        long share = Math.min(OPENING_OCTETS, most / OPENING_SHARE);
        grow(opening, share, pieces);
        grow(main, most - share, pieces);
    }

    private void grow(Path file, long most, int pieces) throws IOException {
        long there = size(file);
        if (there >= most) {
            return;
        }
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            for (int i = 0; i < pieces && there < most; i++) {
                byte[] piece = new byte[(int) Math.min(PIECE_OCTETS, most - there)];
                octets.nextBytes(piece);
                ByteBuffer left = ByteBuffer.wrap(piece);
                while (left.hasRemaining()) {
                    there += channel.write(left);
                }
            }
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        } finally {
            measure();
        }
    }
}
