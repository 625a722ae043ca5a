package io.postwerk.authsidecar.directory;

import io.postwerk.config.credentials.SmtpCredentials;
import io.postwerk.config.server.DirectoryConfig;
import io.postwerk.testkit.Peers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Users in a MariaDB, as Postfix and Dovecot guides lay them out: local part and domain apart. */
class MariaDbTest extends DirectoryContract {

    private static final String USERS = """
            CREATE DATABASE mail;
            USE mail;
            CREATE TABLE users (local_part varchar(64), domain varchar(255), password varchar(255), quota bigint);
            INSERT INTO users VALUES ('anna', 'example.net', '{SHA512-CRYPT}HASH', 5000000);
            CREATE USER 'reader'@'%' IDENTIFIED BY 'reads';
            GRANT SELECT ON mail.users TO 'reader'@'%';
            """;

    private final int port = ServerProcess.freePort();
    private ServerProcess server;

    @Override
    void prepare() throws Exception {
        Path program = Peers.program("mariadbd");
        Path data = folder.resolve("data");
        Path socket = folder.resolve("sql");
        String user = "--user=" + System.getProperty("user.name");
        ServerProcess.run(
                Peers.program("mariadb-install-db").toString(),
                "--no-defaults",
                user,
                "--datadir=" + data,
                "--auth-root-authentication-method=normal",
                "--skip-test-db");
        server = new ServerProcess(
                folder.resolve("mariadb.log"),
                port,
                program.toString(),
                "--no-defaults",
                user,
                "--datadir=" + data,
                "--socket=" + socket,
                "--pid-file=" + folder.resolve("pid"),
                "--port=" + port,
                "--bind-address=127.0.0.1",
                "--skip-name-resolve",
                "--innodb-flush-log-at-trx-commit=1");
        start();
        ServerProcess.feed(
                USERS.replace("HASH", Passwords.KANGAROO),
                Peers.program("mariadb").toString(),
                "--no-defaults",
                "--socket=" + socket,
                "--user=root");
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
                "jdbc:mariadb://127.0.0.1:" + port + "/mail",
                "SELECT password, quota AS quota_storage FROM users WHERE local_part = :localPart AND domain = :domain",
                Optional.empty(),
                4,
                1_000);
    }

    @Override
    SmtpCredentials.Login login(String name) {
        return login(name, "reader", "reads");
    }
}
