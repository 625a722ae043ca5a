package io.postwerk.authsidecar.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.postwerk.config.credentials.SmtpCredentials;
import io.postwerk.config.server.DirectoryConfig;
import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.SaslStep;
import io.postwerk.sasl.User;
import io.postwerk.sasl.UserLookup;
import io.postwerk.testkit.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Users in a PostgreSQL. */
class PostgreSqlTest extends DirectoryContract {

    private static final String USERS = """
            CREATE TABLE users (address text PRIMARY KEY, password text, quota bigint, off boolean, shown text, box text);
            INSERT INTO users VALUES
              ('anna@example.net', '{SHA512-CRYPT}$6$saltstring$HASH', 5000000, false, NULL, NULL),
              ('thief@example.net', '{SHA512-CRYPT}$6$saltstring$HASH', NULL, false, 'alice@example.org', NULL),
              ('boxed@example.net', '{SHA512-CRYPT}$6$saltstring$HASH', NULL, false, NULL, 'id-of-alice@example.org'),
              ('alias@example.net', '{SHA512-CRYPT}$6$saltstring$HASH', NULL, false, 'boxed@example.net', 'id-of-alice@example.org');
            CREATE ROLE reader LOGIN PASSWORD 'reads';
            GRANT SELECT ON users TO reader;
            """;

    private final int port = ServerProcess.freePort();
    private ServerProcess server;
    private Path data;

    @AfterAll
    void clean() throws Exception {
        if (data != null) {
            stop();
            ServerProcess.run("rm", "-rf", data.toString());
        }
    }

    @Override
    void prepare() throws Exception {
        data = Files.createTempDirectory("postwerk-postgresql");
        Path postgres = Peers.program("postgres");
        // it refuses to run as root
        List<String> prefix = List.of();
        if (System.getProperty("user.name").equals("root")) {
            prefix = List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups");
            ServerProcess.run("chown", "postgres:postgres", data.toString());
        }
        ServerProcess.run(command(
                prefix, Peers.program("initdb").toString(), "-D", data.toString(), "-U", "owner", "-A", "trust", "-N"));
        Files.writeString(
                data.resolve("pg_hba.conf"), "local all owner trust\nhost all reader 127.0.0.1/32 scram-sha-256\n");
        server = new ServerProcess(
                folder.resolve("postgres.log"),
                port,
                command(
                        prefix,
                        postgres.toString(),
                        "-D",
                        data.toString(),
                        "-p",
                        Integer.toString(port),
                        "-h",
                        "127.0.0.1",
                        "-k",
                        data.toString(),
                        "-F"));
        start();
        ServerProcess.feed(
                USERS.replace("$6$saltstring$HASH", Passwords.KANGAROO),
                Peers.program("psql").toString(),
                "-h",
                data.toString(),
                "-p",
                Integer.toString(port),
                "-U",
                "owner",
                "-v",
                "ON_ERROR_STOP=1",
                "postgres");
    }

    /** Neither by an address nor by the id of a mailbox. */
    @Test
    @Order(3)
    void nobodyIsAUserOfSomewhereElse() {
        assertThat(plain("thief@example.net", "kangaroo")).isEqualTo(failure(FailureReason.TEMPORARY));
        assertThat(lookup("thief@example.net")).isInstanceOf(UserLookup.Unavailable.class);
        User boxed = user("boxed@example.net");
        assertThat(boxed.mailboxId()).matches("[0-9a-f]{40}");
        assertThat(user("alias@example.net")).isEqualTo(boxed);
        assertThat(user("anna@example.net").mailboxId()).isNotEqualTo(boxed.mailboxId());
    }

    private User user(String name) {
        return plain(name, "kangaroo") instanceof SaslStep.Success success ? success.user() : fail(name);
    }

    private static String[] command(List<String> prefix, String... rest) {
        var command = new ArrayList<>(prefix);
        command.addAll(List.of(rest));
        return command.toArray(String[]::new);
    }

    @Override
    void start() throws IOException {
        server.start();
    }

    @Override
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    DirectoryConfig.Source source() {
        return new DirectoryConfig.Source.Sql(
                "jdbc:postgresql://127.0.0.1:" + port + "/postgres",
                "SELECT password, quota::bigint AS quota_storage, off AS disabled, shown AS address, box AS mailbox_id "
                        + "FROM users WHERE address = :address",
                Optional.of("SELECT address FROM users"),
                4,
                1_000);
    }

    @Override
    SmtpCredentials.Login login(String name) {
        return login(name, "reader", "reads");
    }
}
