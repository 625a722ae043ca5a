package io.postwerk.authsidecar.sql;

import io.postwerk.authsidecar.users.Directory;
import io.postwerk.authsidecar.users.DirectoryUsers;
import io.postwerk.config.server.DirectoryConfig;
import io.postwerk.mail.EmailAddress;
import io.postwerk.sasl.User;
import io.postwerk.sasl.UserLookup;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** Users in a database, which is only read. A column has the password hash of a user. */
public final class SqlUsers extends DirectoryUsers {

    private final QueryTemplate userQuery;
    private final Optional<QueryTemplate> listQuery;
    private final int timeoutSeconds;
    private final ConnectionPool pool;

    /**
     * Connects when it is first asked, and again when the database comes back or its login changes.
     *
     * @throws IllegalArgumentException when a query or the URL cannot be used
     */
    public SqlUsers(Directory directory, DirectoryConfig.Source.Sql sql) {
        super(directory);
        this.userQuery = QueryTemplate.parse(sql.userQuery());
        this.listQuery = sql.listQuery().map(QueryTemplate::parse);
        this.timeoutSeconds =
                (int) Math.max(1, Duration.ofMillis(sql.timeoutMillis()).toSeconds());
        this.pool = new ConnectionPool(directory, sql);
    }

    @Override
    public UserLookup find(EmailAddress address, long minSequence) {
        try (Connection connection = pool.connection();
                PreparedStatement statement = connection.prepareStatement(userQuery.sql())) {
            statement.setQueryTimeout(timeoutSeconds);
            statement.setMaxRows(2);
            userQuery.bind(statement, address);
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next()) {
                    return new UserLookup.Unknown();
                }
                UserLookup user = user(rows, address);
                if (rows.next()) {
                    return unavailable("the query found more than one user of that name");
                }
                return user;
            }
        } catch (SQLException e) {
            return unavailable(String.valueOf(e.getMessage()));
        }
    }

    private UserLookup user(ResultSet rows, EmailAddress asked) throws SQLException {
        Set<String> columns = columns(rows);
        Optional<String> spelled = text(rows, columns, "address");
        Optional<EmailAddress> address = spelled.isEmpty() ? Optional.of(asked) : EmailAddress.tryParse(spelled.get());
        if (address.isEmpty()) {
            return unavailable("the column address is no address");
        }
        Optional<String> password = text(rows, columns, "password");
        return new UserLookup.Found(new User(
                address.get(),
                text(rows, columns, "mailbox_id")
                        .map(directory()::ownMailboxId)
                        .orElseGet(() -> directory().mailboxId(address.get())),
                number(rows, columns, "quota_storage"),
                number(rows, columns, "quota_messages"),
                columns.contains("disabled") && rows.getBoolean("disabled"),
                _ -> password.flatMap(this::credential).stream().toList()));
    }

    @Override
    public Optional<Stream<String>> names() {
        if (listQuery.isEmpty()) {
            return Optional.empty();
        }
        try (Connection connection = pool.connection();
                PreparedStatement statement =
                        connection.prepareStatement(listQuery.get().sql());
                ResultSet rows = statement.executeQuery()) {
            var names = new ArrayList<String>();
            while (rows.next()) {
                Optional.ofNullable(rows.getString(1)).ifPresent(names::add);
            }
            return Optional.of(names.stream());
        } catch (SQLException e) {
            unavailable(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static Set<String> columns(ResultSet rows) throws SQLException {
        var names = new HashSet<String>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
            names.add(rows.getMetaData().getColumnLabel(i).toLowerCase(Locale.ROOT));
        }
        return names;
    }

    private static Optional<String> text(ResultSet rows, Set<String> columns, String name) throws SQLException {
        return columns.contains(name) ? Optional.ofNullable(rows.getString(name)) : Optional.empty();
    }

    private static OptionalLong number(ResultSet rows, Set<String> columns, String name) throws SQLException {
        if (!columns.contains(name)) {
            return OptionalLong.empty();
        }
        long value = rows.getLong(name);
        return rows.wasNull() || value < 0 ? OptionalLong.empty() : OptionalLong.of(value);
    }

    @Override
    public void close() {
        pool.close();
    }
}
