package io.postwerk.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The authentication service of a real Dovecot, with users in a file and sockets where they are wanted. */
public final class DovecotAuth implements AutoCloseable {

    private static final String CONFIG = """
            base_dir = FOLDER/run
            state_dir = FOLDER/run
            log_path = FOLDER/log
            ssl = no
            protocols =
            default_internal_user = USER
            default_internal_group = GROUP
            default_login_user = nobody
            default_client_limit = 2000
            auth_mechanisms = plain login scram-sha-256
            auth_failure_delay = 0
            EXTRA
            passdb {
              driver = passwd-file
              args = FOLDER/users
            }
            userdb {
              driver = passwd-file
              args = FOLDER/users
            }
            service auth {
              client_limit = 2000
              unix_listener auth-client {
                mode = 0600
              }
              unix_listener auth-userdb {
                mode = 0600
              }
            }
            service anvil {
              chroot =
            }
            service stats {
              chroot =
            }
            """;

    private final Path sockets;
    private final Process process;

    private DovecotAuth(Path sockets, Process process) {
        this.sockets = sockets;
        this.process = process;
    }

    /** The socket for logins; there soon after the start. */
    public Path logins() {
        return sockets.resolve("auth-client");
    }

    /** The socket for lookups. Dovecot tells by the end of the name what it is. */
    public Path lookups() {
        return sockets.resolve("auth-userdb");
    }

    /** Its process. */
    public long pid() {
        return process.pid();
    }

    /**
     * Starts it, or skips the calling test where there is no Dovecot.
     *
     * @param folder for its files
     * @param passwords lines of {@code address:{SCHEME}hash}
     * @param settings further lines of its configuration
     */
    public static DovecotAuth start(Path folder, List<String> passwords, String... settings) throws IOException {
        Path program = Peers.program("dovecot");
        Files.createDirectories(folder);
        PosixFileAttributes mine = Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        Path config = folder.resolve("dovecot.conf");
        Files.writeString(
                config,
                CONFIG.replace("FOLDER", folder.toString())
                        .replace("USER", mine.owner().getName())
                        .replace("GROUP", mine.group().getName())
                        .replace("EXTRA", String.join("\n", settings)));
        StringBuilder users = new StringBuilder();
        passwords.forEach(line -> users.append(line).append(":1000:1000::/x::\n"));
        Files.writeString(folder.resolve("users"), users);
        return new DovecotAuth(
                folder.resolve("run"),
                new ProcessBuilder(program.toString(), "-F", "-c", config.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("output").toFile())
                        .start());
    }

    @Override
    public void close() {
        process.destroy();
        try {
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
