package io.postwerk.authsidecar;

import io.postwerk.authsidecar.ldap.LdapUsers;
import io.postwerk.authsidecar.sql.SqlUsers;
import io.postwerk.authsidecar.users.ConfiguredUsers;
import io.postwerk.authsidecar.users.Directory;
import io.postwerk.authsidecar.users.UserSource;
import io.postwerk.authsidecar.users.UserSources;
import io.postwerk.config.server.AuthSidecarConfig;
import io.postwerk.config.server.DirectoryConfig;
import io.postwerk.config.users.UserTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes the sources of users that the configuration names. */
final class Sources {

    private Sources() {}

    /** @throws UnusableConfigException naming the directory and what is wrong with it */
    static UserSources of(AuthSidecarConfig config, ConfiguredUsers configured, Supplier<Optional<UserTable>> table)
            throws UnusableConfigException {
        if (config.directories().isEmpty()) {
            return new UserSources(List.of(configured));
        }
        var sources = new ArrayList<UserSource>();
        for (DirectoryConfig directory : config.directories()) {
            try {
                sources.add(source(directory, configured, table));
            } catch (IllegalArgumentException e) {
                throw new UnusableConfigException("directories: " + directory.name() + ": " + e.getMessage());
            }
        }
        return new UserSources(sources);
    }

    private static UserSource source(
            DirectoryConfig config, ConfiguredUsers configured, Supplier<Optional<UserTable>> table) {
        var directory =
                new Directory(config, () -> table.get().flatMap(users -> users.login("directory/" + config.name())));
        return switch (config.source()) {
            case DirectoryConfig.Source.Resources() -> configured;
            case DirectoryConfig.Source.Sql sql -> new SqlUsers(directory, sql);
            case DirectoryConfig.Source.Ldap ldap -> new LdapUsers(directory, ldap);
        };
    }
}
