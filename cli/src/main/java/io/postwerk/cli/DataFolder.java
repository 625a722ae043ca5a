package io.postwerk.cli;

import io.postwerk.config.Program;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The folder with the persistent data of an installation on one machine: configuration, keys, mail. One instance uses
 * it at a time. The lock ends with the process, so a killed process leaves nothing to clean up.
 */
final class DataFolder implements AutoCloseable {
    /** Longest path of a Unix socket on Linux, without the closing NUL (unix(7), sun_path). */
    private static final int LONGEST_SOCKET_PATH = 107;

    private static final String LONGEST_SOCKET_NAME = ".auth-internal.new";

    private final Path root;
    private final FileChannel lockChannel;

    private DataFolder(Path root, FileChannel lockChannel) {
        this.root = root;
        this.lockChannel = lockChannel;
    }

    /**
     * Creates the folder if it does not exist, and locks it.
     *
     * @throws CliException when another instance runs on it, or its path is too long for the sockets below it
     */
    static DataFolder open(Path folder) throws CliException {
        Path root = folder.toAbsolutePath().normalize();
        int socketPath =
                root.resolve("run").resolve(LONGEST_SOCKET_NAME).toString().getBytes(StandardCharsets.UTF_8).length;
        if (socketPath > LONGEST_SOCKET_PATH) {
            throw new CliException(
                    "the data folder's path is too long for the Unix sockets below it: " + root + " (shorten it by "
                            + (socketPath - LONGEST_SOCKET_PATH) + " octets, or name another with --data)");
        }
        try {
            for (String name : new String[] {"", "config", "run", "tls", "state", "log", "queue", "mailboxes"}) {
                Path path = root.resolve(name);
                Files.createDirectories(path);
                // Keys, verifiers and mail lie below: nobody else reads them.
                if (!name.equals("run"))
                    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
            }
            return new DataFolder(root, lock(root));
        } catch (IOException e) {
            throw new CliException("the data folder cannot be used: " + root + ": " + e.getMessage(), e);
        }
    }

    private static FileChannel lock(Path root) throws IOException, CliException {
        Path file = root.resolve("lock");
        @SuppressWarnings("resource") // the channel, and with it the file, is closed by close()
        FileChannel channel = new RandomAccessFile(file.toFile(), "rw").getChannel();
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                channel.truncate(0);
                channel.write(
                        StandardCharsets.US_ASCII.encode(ProcessHandle.current().pid() + "\n"), 0);
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // held by this very process: the same refusal
        }
        String holder = Files.readString(file).strip();
        channel.close();
        throw new CliException("another postwerk runs on the data folder " + root + " (process " + holder
                + "): stop it first, or name another folder with --data");
    }

    Path root() {
        return root;
    }

    Path config() {
        return root.resolve("config");
    }

    Path config(Program program) {
        return config().resolve(program.folder());
    }

    Path run() {
        return root.resolve("run");
    }

    Path tls() {
        return root.resolve("tls");
    }

    Path state() {
        return root.resolve("state");
    }

    Path queue() {
        return root.resolve("queue");
    }

    Path mailboxes() {
        return root.resolve("mailboxes");
    }

    Path log(Program program) {
        return root.resolve("log").resolve(program.folder() + ".log");
    }

    @Override
    public void close() {
        try {
            lockChannel.close();
        } catch (IOException e) {
            // the lock ends with the process
        }
    }
}
