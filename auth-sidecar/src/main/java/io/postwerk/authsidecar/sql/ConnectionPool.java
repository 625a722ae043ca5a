package io.postwerk.authsidecar.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.postwerk.authsidecar.users.Directory;
import io.postwerk.config.credentials.SmtpCredentials;
import io.postwerk.config.server.DirectoryConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** Connections to the database, made when they are first needed, and made anew when the login at the database has changed. */
final class ConnectionPool implements AutoCloseable {

    private static final Duration LIFETIME = Duration.ofMinutes(10);
    private static final Duration IDLE = Duration.ofMinutes(2);

    private final Directory directory;
    private final DirectoryConfig.Source.Sql sql;
    private final String driver;
    private Optional<Opened> opened = Optional.empty();
    private boolean closed;

    private record Opened(Optional<SmtpCredentials.Login> login, HikariDataSource source) {}

    ConnectionPool(Directory directory, DirectoryConfig.Source.Sql sql) {
        this.directory = directory;
        this.sql = sql;
        if (sql.url().startsWith("jdbc:postgresql:")) {
            driver = "org.postgresql.Driver";
        } else if (sql.url().startsWith("jdbc:mariadb:")) {
            driver = "org.mariadb.jdbc.Driver";
        } else {
            throw new IllegalArgumentException("the URL begins with neither jdbc:postgresql: nor jdbc:mariadb:");
        }
    }

    Connection connection() throws SQLException {
        return source().getConnection();
    }

    private synchronized HikariDataSource source() throws SQLException {
        if (closed) {
            throw new SQLException("the program stops");
        }
        Optional<SmtpCredentials.Login> login = directory.login();
        if (opened.map(Opened::login).filter(login::equals).isEmpty()) {
            opened.ifPresent(old -> old.source().close());
            opened = Optional.of(new Opened(login, open(login)));
        }
        return opened.get().source();
    }

    private HikariDataSource open(Optional<SmtpCredentials.Login> login) {
        var config = new HikariConfig();
        config.setPoolName("directory " + directory.name());
        config.setDriverClassName(driver);
        config.setJdbcUrl(sql.url());
        login.ifPresent(l -> {
            config.setUsername(l.username());
            config.setPassword(l.password().reveal());
        });
        config.setReadOnly(true);
        config.setMaximumPoolSize(sql.connections());
        config.setMinimumIdle(1);
        config.setMaxLifetime(LIFETIME.toMillis());
        config.setIdleTimeout(IDLE.toMillis());
        config.setConnectionTimeout(Math.max(250, sql.timeoutMillis()));
        config.setValidationTimeout(Math.max(250, Math.min(1000, sql.timeoutMillis())));
        // the program starts even if the database is away
        config.setInitializationFailTimeout(-1);
        timeouts(config);
        return new HikariDataSource(config);
    }

    /** The time limits of the drivers, for a server that stops responding. */
    private void timeouts(HikariConfig config) {
        if (driver.startsWith("org.postgresql")) {
            long seconds = Math.max(1, sql.timeoutMillis() / 1000);
            config.addDataSourceProperty("connectTimeout", Long.toString(seconds));
            config.addDataSourceProperty("loginTimeout", Long.toString(seconds));
            config.addDataSourceProperty("socketTimeout", Long.toString(seconds + 1));
        } else {
            config.addDataSourceProperty("connectTimeout", Integer.toString(sql.timeoutMillis()));
            config.addDataSourceProperty("socketTimeout", Integer.toString(sql.timeoutMillis() + 1000));
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        opened.ifPresent(pool -> pool.source().close());
        opened = Optional.empty();
    }
}
