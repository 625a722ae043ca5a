package io.postwerk.authsidecar;

import io.postwerk.config.Buckets;
import io.postwerk.config.ConfigFormat;
import io.postwerk.config.ListenerProtocol;
import io.postwerk.config.Program;
import io.postwerk.config.SecretText;
import io.postwerk.config.credentials.SidecarCredentials;
import io.postwerk.config.credentials.SmtpCredentials;
import io.postwerk.config.json.ConfigJson;
import io.postwerk.config.load.ConfigIndex;
import io.postwerk.config.load.ConfigWriter;
import io.postwerk.config.server.AuthSidecarConfig;
import io.postwerk.config.server.DirectoryConfig;
import io.postwerk.config.server.ServerConfig;
import io.postwerk.config.server.TokenIssuerConfig;
import io.postwerk.config.users.UserCredential;
import io.postwerk.config.users.UserEntry;
import io.postwerk.config.users.UserTable;
import io.postwerk.config.users.UsersBucket;
import io.postwerk.mail.EmailAddress;
import io.postwerk.password.SaslPrepException;
import io.postwerk.password.ScramVerifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Users as the configuration has them, as a table and as files. Verifiers have few iterations: tests make many. */
public final class UserSets {

    public static final int ITERATIONS = ScramVerifier.MIN_ITERATIONS;

    private static final SidecarCredentials CREDENTIALS =
            new SidecarCredentials(ConfigFormat.VERSION, new SecretText("dW5rbm93bg=="));

    private UserSets() {}

    public static UserEntry user(String address, UserCredential... credentials) {
        return new UserEntry(
                address(address),
                "id-of-" + address,
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                List.of(credentials));
    }

    public static UserEntry disabled(UserEntry user) {
        return new UserEntry(
                user.address(),
                user.id(),
                user.unavailable(),
                true,
                user.quotaStorageOctets(),
                user.quotaMessages(),
                user.credentials());
    }

    public static UserEntry unavailable(String address, String reason) {
        return new UserEntry(
                address(address),
                "id-of-" + address,
                Optional.of(reason),
                false,
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    public static UserEntry withQuota(UserEntry user, long octets, long messages) {
        return new UserEntry(
                user.address(),
                user.id(),
                user.unavailable(),
                user.disabled(),
                Optional.of(octets),
                Optional.of(messages),
                user.credentials());
    }

    public static UserCredential password(String password) {
        return new UserCredential("main", verifier(password), List.of(), Optional.empty());
    }

    public static UserCredential passwordFor(String password, ListenerProtocol... protocols) {
        return new UserCredential("app", verifier(password), List.of(protocols), Optional.empty());
    }

    public static UserCredential passwordUntil(String password, Instant end) {
        return new UserCredential("guest", verifier(password), List.of(), Optional.of(end));
    }

    public static UserTable table(long sequence, UserEntry... users) {
        return new UserTable(
                sequence,
                CREDENTIALS,
                Buckets.all().mapToObj(b -> bucket(b, users)).toList());
    }

    /** Writes a whole set, as the plan's caller does. */
    public static void write(Path folder, AuthSidecarConfig config, long sequence, UserEntry... users) {
        write(folder, config, sequence, List.of(), users);
    }

    /** Writes a whole set with logins at directories and issuers. */
    public static void write(
            Path folder,
            AuthSidecarConfig config,
            long sequence,
            List<SmtpCredentials.Login> logins,
            UserEntry... users) {
        Map<String, byte[]> files = new TreeMap<>();
        files.put(ConfigFormat.SERVER_FILE, ConfigJson.write(config));
        files.put(
                ConfigFormat.CREDENTIALS_FILE,
                ConfigJson.write(new SidecarCredentials(ConfigFormat.VERSION, CREDENTIALS.unknownUserKey(), logins)));
        Buckets.all().forEach(b -> files.put(Buckets.usersFile(b), ConfigJson.write(bucket(b, users))));
        files.put(ConfigFormat.INDEX_FILE, ConfigJson.write(ConfigIndex.of(Program.AUTH_SIDECAR, sequence, files)));
        try {
            new ConfigWriter(folder).write(files);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A configuration with its sockets in a folder, and failures that are held back for so long. */
    public static AuthSidecarConfig config(Path sockets, int failureDelayMillis) {
        return new AuthSidecarConfig(
                ConfigFormat.VERSION,
                new AuthSidecarConfig.Sockets(
                        sockets.resolve("auth").toString(),
                        sockets.resolve("userdb").toString(),
                        sockets.resolve("auth-internal").toString(),
                        "0660"),
                true,
                List.of("SCRAM-SHA-256", "PLAIN", "LOGIN"),
                ITERATIONS,
                failureDelayMillis,
                new AuthSidecarConfig.Penalties(failureDelayMillis, 120, List.of(), 1_000),
                List.of(),
                List.of(),
                new AuthSidecarConfig.Limits(50, 1000, 1000, 150),
                new ServerConfig.Management("127.0.0.1", 9003));
    }

    /** The same with other mechanisms. */
    public static AuthSidecarConfig with(AuthSidecarConfig config, List<String> mechanisms) {
        return changed(config, config.sockets(), mechanisms, config.directories(), config.oauth(), config.penalties());
    }

    /** The same with directories, and as many mechanisms. */
    public static AuthSidecarConfig withDirectories(AuthSidecarConfig config, DirectoryConfig... directories) {
        return changed(
                config,
                config.sockets(),
                config.mechanisms(),
                List.of(directories),
                config.oauth(),
                config.penalties());
    }

    /** The same with issuers of tokens. */
    public static AuthSidecarConfig withIssuers(AuthSidecarConfig config, TokenIssuerConfig... issuers) {
        return changed(
                config,
                config.sockets(),
                List.of("OAUTHBEARER", "XOAUTH2", "PLAIN"),
                config.directories(),
                List.of(issuers),
                config.penalties());
    }

    /** The same with a TCP listener. */
    public static AuthSidecarConfig withTcp(AuthSidecarConfig config, AuthSidecarConfig.TcpListener... tcp) {
        AuthSidecarConfig.Sockets sockets = config.sockets();
        return changed(
                config,
                new AuthSidecarConfig.Sockets(
                        sockets.auth(),
                        sockets.userdb(),
                        sockets.internal(),
                        sockets.mode(),
                        sockets.group(),
                        List.of(tcp)),
                config.mechanisms(),
                config.directories(),
                config.oauth(),
                config.penalties());
    }

    /** The same with sockets of a group. */
    public static AuthSidecarConfig withGroup(AuthSidecarConfig config, String group) {
        AuthSidecarConfig.Sockets sockets = config.sockets();
        return changed(
                config,
                new AuthSidecarConfig.Sockets(
                        sockets.auth(),
                        sockets.userdb(),
                        sockets.internal(),
                        sockets.mode(),
                        Optional.of(group),
                        sockets.tcp()),
                config.mechanisms(),
                config.directories(),
                config.oauth(),
                config.penalties());
    }

    private static AuthSidecarConfig changed(
            AuthSidecarConfig config,
            AuthSidecarConfig.Sockets sockets,
            List<String> mechanisms,
            List<DirectoryConfig> directories,
            List<TokenIssuerConfig> oauth,
            AuthSidecarConfig.Penalties penalties) {
        return new AuthSidecarConfig(
                config.formatVersion(),
                sockets,
                config.requireTls(),
                mechanisms,
                config.scramIterations(),
                config.failureDelayMillis(),
                penalties,
                directories,
                oauth,
                config.limits(),
                config.management());
    }

    public static EmailAddress address(String text) {
        return EmailAddress.tryParse(text).orElseThrow();
    }

    private static UsersBucket bucket(int number, UserEntry... users) {
        return new UsersBucket(
                ConfigFormat.VERSION,
                number,
                Arrays.stream(users)
                        .filter(u -> Buckets.of(u.address()) == number)
                        .sorted(Comparator.comparing(UserEntry::address))
                        .toList());
    }

    /** A password as another server keeps it. */
    public static UserCredential crypt(String text) {
        return new UserCredential("old", new SecretText(text), List.of(), Optional.empty());
    }

    private static SecretText verifier(String password) {
        try {
            byte[] salt = "sixteen octets !".getBytes(StandardCharsets.US_ASCII);
            return new SecretText(
                    ScramVerifier.create(password, salt, ITERATIONS).encode());
        } catch (SaslPrepException e) {
            throw new AssertionError(e);
        }
    }
}
