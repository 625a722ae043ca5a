package io.postwerk.net;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The file of a Unix domain socket: bound under a temporary name, given its mode and group, then renamed, so that nobody
 * finds it with other permissions, and a client finds the old one or the new one at any time.
 */
final class UnixSocketFile {

    private final String listener;
    private final BindAddress.Unix address;
    private final Path path;
    private final Path temporary;
    private volatile Optional<Object> key = Optional.empty();

    private UnixSocketFile(String listener, BindAddress.Unix address) {
        this.listener = listener;
        this.address = address;
        this.path = address.path().toAbsolutePath();
        this.temporary = path.resolveSibling(path.getFileName() + "~");
    }

    /**
     * Removes a stale socket. Refuses a path that is too long, that is not a socket, or on which a server listens.
     */
    static UnixSocketFile prepare(String listener, BindAddress.Unix address) throws BindFailedException {
        UnixSocketFile file = new UnixSocketFile(listener, address);
        int octets = file.path.toString().getBytes(StandardCharsets.UTF_8).length;
        if (octets > BindAddress.Unix.MAX_PATH_OCTETS) {
            throw file.failed(
                    "the path has " + octets + " octets, a Unix socket's may have " + BindAddress.Unix.MAX_PATH_OCTETS
                            + "; use a directory that is less deep",
                    null);
        }
        try {
            if (Files.exists(file.path, LinkOption.NOFOLLOW_LINKS) && !isSocket(file.path)) {
                throw file.failed("there is a file that is not a socket", null);
            }
            if (isAlive(file.path)) {
                throw file.failed("address already in use", null);
            }
            Files.createDirectories(file.path.getParent());
            Files.deleteIfExists(file.temporary);
        } catch (IOException e) {
            throw e instanceof BindFailedException failed ? failed : file.failed(e.toString(), e);
        }
        return file;
    }

    private static boolean isSocket(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isOther();
    }

    private static boolean isAlive(Path path) {
        try (SocketChannel probe = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            return probe.isConnected();
        } catch (IOException e) {
            return false; // Nobody listens: not there, or left behind.
        }
    }

    Path temporary() {
        return temporary;
    }

    SocketAddress address() {
        return UnixDomainSocketAddress.of(path);
    }

    /** Sets mode and group, and renames it to its place. */
    void publish() throws BindFailedException {
        try {
            if (address.group().isPresent()) {
                var group = temporary
                        .getFileSystem()
                        .getUserPrincipalLookupService()
                        .lookupPrincipalByGroupName(address.group().get());
                Files.getFileAttributeView(temporary, PosixFileAttributeView.class)
                        .setGroup(group);
            }
            Files.setPosixFilePermissions(temporary, address.permissions());
            key = fileKey(temporary);
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (UserPrincipalNotFoundException e) {
            throw failed("there is no group " + address.group().orElse(""), e);
        } catch (IOException e) {
            throw failed(e.toString(), e);
        } finally {
            deleteQuietly(temporary);
        }
    }

    /**
     * Removes the file unless another server has replaced it. Call it while the socket is open: until then no other
     * file has its key.
     */
    void remove() {
        try {
            if (key.isPresent() && key.equals(fileKey(path))) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            // It is gone already.
        }
        key = Optional.empty();
    }

    private static void deleteQuietly(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // It will be replaced by the next start.
        }
    }

    private static Optional<Object> fileKey(Path path) throws IOException {
        return Optional.ofNullable(Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey());
    }

    BindFailedException failed(String reason, @Nullable Throwable cause) {
        return new BindFailedException(listener, path.toString(), reason, cause);
    }
}
