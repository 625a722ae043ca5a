package io.postwerk.operator.model;

import io.postwerk.config.ConfigException;
import io.postwerk.config.ConfigFormat;
import io.postwerk.config.Program;
import io.postwerk.config.json.ConfigJson;
import io.postwerk.config.server.AuthSidecarConfig;
import io.postwerk.config.server.DirectoryConfig;
import io.postwerk.config.server.TokenIssuerConfig;
import io.postwerk.plan.Plan;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The ports to which auth-sidecar connects: databases, LDAP servers and issuers of tokens that are asked about users. */
final class SidecarPorts {
    private static final Pattern PORT = Pattern.compile(":(\\d{1,5})$");

    /** The hosts of a JDBC URL: one or several, with or without ports. */
    private static final Pattern JDBC = Pattern.compile("jdbc:([a-z]+):.*?//([^/?]+).*");

    private static final int POSTGRESQL = 5432;
    private static final int MARIADB = 3306;
    private static final int LDAP = 389;
    private static final int HTTPS = 443;
    private static final int HTTP = 80;

    private SidecarPorts() {}

    /** None where users come from resources alone. */
    static SortedSet<Integer> of(Plan plan) {
        AuthSidecarConfig config = config(plan);
        SortedSet<Integer> ports = new TreeSet<>();
        config.directories().forEach(directory -> {
            switch (directory.source()) {
                case DirectoryConfig.Source.Resources _ -> {}
                case DirectoryConfig.Source.Sql sql -> addJdbc(ports, sql.url());
                case DirectoryConfig.Source.Ldap ldap -> ldap.hosts().forEach(host -> ports.add(port(host, LDAP)));
            }
        });
        config.oauth().stream()
                .flatMap(SidecarPorts::addresses)
                .map(URI::create)
                .forEach(uri ->
                        ports.add(uri.getPort() > 0 ? uri.getPort() : "http".equals(uri.getScheme()) ? HTTP : HTTPS));
        return ports;
    }

    private static Stream<String> addresses(TokenIssuerConfig issuer) {
        return Stream.of(issuer.jwksUri(), issuer.introspectionUri()).flatMap(Optional::stream);
    }

    private static void addJdbc(SortedSet<Integer> ports, String url) {
        Matcher matcher = JDBC.matcher(url);
        if (matcher.matches()) {
            int standard = matcher.group(1).equals("postgresql") ? POSTGRESQL : MARIADB;
            Stream.of(matcher.group(2).split(",")).forEach(host -> ports.add(port(host, standard)));
        }
    }

    private static int port(String host, int standard) {
        Matcher matcher = PORT.matcher(host);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : standard;
    }

    private static AuthSidecarConfig config(Plan plan) {
        try {
            return ConfigJson.read(
                    AuthSidecarConfig.class,
                    ConfigFormat.SERVER_FILE,
                    Objects.requireNonNull(Objects.requireNonNull(plan.files().get(Program.AUTH_SIDECAR))
                            .get(ConfigFormat.SERVER_FILE)));
        } catch (ConfigException e) {
            throw new IllegalArgumentException("a plan's own file cannot be read", e);
        }
    }
}
