package io.postwerk.mail;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Collects a message whose size is not known before: in memory at first, and from a given number of octets on in a
 * temporary file, which has no name any more as soon as it is open, so that not even a killed process leaves one.
 * Not for several threads at once.
 *
 * <p>Close it when it is done with; that releases everything unless {@link #toSource} has passed it on.
 */
public final class MessageBuffer extends OutputStream {
    /** How many octets are kept in memory unless told otherwise. */
    public static final int DEFAULT_MEMORY_OCTETS = 256 * 1024;

    private static final byte[] NONE = {};
    private static final int FIRST_ALLOCATION = 8 * 1024;

    /** From where a buffer takes what it keeps in memory. */
    @FunctionalInterface
    public interface Memory {
        Memory UNLIMITED = _ -> true;

        /**
         * Takes octets, or gives them back if the number is negative, which always succeeds.
         *
         * @return false if there are not so many: the buffer goes on with a file
         */
        boolean change(int octets);
    }

    private final Memory account;
    private final int memoryOctets;
    private final Path directory;
    private byte[] memory;
    private int inMemory;
    private @Nullable FileChannel file;
    private long inFile;
    private boolean done;

    /**
     * @param account from where memory is taken; what a source still has of it is given back when that is closed
     * @param directory where the temporary file goes, if there is need for one
     */
    public MessageBuffer(Memory account, Path directory) {
        this(account, DEFAULT_MEMORY_OCTETS, directory);
    }

    /** @param directory where the temporary file goes, if there is need for one */
    public MessageBuffer(Path directory) {
        this(Memory.UNLIMITED, DEFAULT_MEMORY_OCTETS, directory);
    }

    /**
     * @param memoryOctets how many octets are kept in memory before a file is used
     * @param directory where the temporary file goes, if there is need for one
     */
    public MessageBuffer(int memoryOctets, Path directory) {
        this(Memory.UNLIMITED, memoryOctets, directory);
    }

    /**
     * @param account from where memory is taken; what a source still has of it is given back when that is closed
     * @param memoryOctets how many octets are kept in memory before a file is used, if the account has so many
     * @param directory where the temporary file goes, if there is need for one
     */
    public MessageBuffer(Memory account, int memoryOctets, Path directory) {
        if (memoryOctets < 0) {
            throw new IllegalArgumentException("memoryOctets is negative");
        }
        this.memoryOctets = memoryOctets;
        this.directory = Objects.requireNonNull(directory);
        this.account = account;
        int first = Math.min(memoryOctets, FIRST_ALLOCATION);
        this.memory = account.change(first) ? new byte[first] : NONE;
    }

    /** How many octets have been written. */
    public long size() {
        return inFile + inMemory;
    }

    @Override
    public void write(int octet) throws IOException {
        if (inMemory < memory.length && !done) {
            memory[inMemory++] = (byte) octet;
        } else {
            write(new byte[] {(byte) octet}, 0, 1);
        }
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, octets.length);
        requireOpen();
        if (makeRoom(length)) {
            System.arraycopy(octets, offset, memory, inMemory, length);
            inMemory += length;
        } else {
            spill();
            writeFile(file(), ByteBuffer.wrap(octets, offset, length));
        }
    }

    /** Takes everything that remains in {@code octets}. */
    public void write(ByteBuffer octets) throws IOException {
        requireOpen();
        int length = octets.remaining();
        if (makeRoom(length)) {
            octets.get(memory, inMemory, length);
            inMemory += length;
        } else {
            spill();
            writeFile(file(), octets);
        }
    }

    /**
     * What was written, as a source that now owns it. Nothing can be written after.
     *
     * @throws IOException if the last octets cannot be written to the file
     */
    public MessageSource toSource() throws IOException {
        requireOpen();
        MessageSource source;
        if (file == null) {
            source = new ArraySource(memory, 0, inMemory, account);
            memory = NONE; // It is the source's to give back.
        } else {
            spill();
            source = new FileSource(file(), inFile);
        }
        release();
        return source;
    }

    /** Releases what was written, unless a source owns it. Closing again does nothing. */
    @Override
    public void close() throws IOException {
        FileChannel open = file;
        release();
        if (open != null) {
            open.close();
        }
    }

    private void release() {
        done = true;
        file = null;
        forget();
    }

    private void requireOpen() throws IOException {
        if (done) {
            throw new IOException("message buffer is closed");
        }
    }

    /** Whether {@code length} more octets fit into memory; once there is a file, memory is its write buffer. */
    private boolean makeRoom(int length) {
        if (length <= memory.length - inMemory) {
            return true;
        }
        if (file != null || length > memoryOctets - inMemory) {
            return false;
        }
        int doubled = Math.min(memoryOctets, Math.max(memory.length * 2, FIRST_ALLOCATION));
        int size = Math.max(doubled, inMemory + length);
        if (!account.change(size - memory.length)) {
            return false;
        }
        memory = Arrays.copyOf(memory, size);
        return true;
    }

    private void forget() {
        account.change(-memory.length);
        memory = NONE;
    }

    private void spill() throws IOException {
        FileChannel to = file();
        ByteBuffer pending = ByteBuffer.wrap(memory, 0, inMemory);
        inMemory = 0;
        writeFile(to, pending);
        if (memory.length > FIRST_ALLOCATION) {
            // What was kept is given back, and a small buffer is enough for writing.
            forget();
            memory = account.change(FIRST_ALLOCATION) ? new byte[FIRST_ALLOCATION] : NONE;
        }
    }

    private FileChannel file() throws IOException {
        FileChannel open = file;
        if (open == null) {
            open = FileSource.createTemporary(directory);
            file = open;
        }
        return open;
    }

    private void writeFile(FileChannel to, ByteBuffer octets) throws IOException {
        while (octets.hasRemaining()) {
            inFile += to.write(octets, inFile);
        }
    }
}
