package io.postwerk.mail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/** Octets in an open file that only this source knows. */
final class FileSource implements MessageSource {
    private final FileChannel file;
    private final long size;

    FileSource(FileChannel file, long size) {
        this.file = file;
        this.size = size;
    }

    /** A new file that only its owner may read, and that is deleted when its channel is closed. */
    static FileChannel createTemporary(Path directory) throws IOException {
        Set<StandardOpenOption> options = Set.of(
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.DELETE_ON_CLOSE);
        FileAttribute<?> ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        while (true) {
            try {
                return FileChannel.open(directory.resolve("message-" + UUID.randomUUID()), options, ownerOnly);
            } catch (FileAlreadyExistsException e) {
                // The name is taken: try another one.
            }
        }
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
        if (position >= size) {
            return -1;
        }
        int limit = target.limit();
        target.limit(target.position() + (int) Math.min(target.remaining(), size - position));
        try {
            return file.read(target, position);
        } finally {
            target.limit(limit);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close a temporary message file", e);
        }
    }
}
