package io.postwerk.authsidecar.runtime;

import io.postwerk.config.Buckets;
import io.postwerk.config.ConfigFormat;
import io.postwerk.config.Program;
import io.postwerk.config.SecretText;
import io.postwerk.config.credentials.SidecarCredentials;
import io.postwerk.config.json.ConfigJson;
import io.postwerk.config.load.ConfigIndex;
import io.postwerk.config.load.ConfigWriter;
import io.postwerk.config.server.AuthSidecarConfig;
import io.postwerk.config.server.ServerConfig;
import io.postwerk.config.users.UserCredential;
import io.postwerk.config.users.UserEntry;
import io.postwerk.config.users.UsersBucket;
import io.postwerk.mail.EmailAddress;
import io.postwerk.password.SaslPrepException;
import io.postwerk.password.ScramVerifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The configuration of a training run: sockets in a folder, one user. */
record TrainingConfig(Path folder, EmailAddress user, String password) {

    Path socket(String name) {
        return folder.resolve(name);
    }

    void write() throws IOException, SaslPrepException {
        Map<String, byte[]> files = new TreeMap<>();
        files.put(ConfigFormat.SERVER_FILE, ConfigJson.write(server()));
        files.put(
                ConfigFormat.CREDENTIALS_FILE,
                ConfigJson.write(new SidecarCredentials(ConfigFormat.VERSION, new SecretText("dHJhaW5pbmc="))));
        UserEntry entry = entry();
        Buckets.all().forEach(bucket -> {
            List<UserEntry> users = Buckets.of(user) == bucket ? List.of(entry) : List.of();
            files.put(
                    Buckets.usersFile(bucket), ConfigJson.write(new UsersBucket(ConfigFormat.VERSION, bucket, users)));
        });
        files.put(ConfigFormat.INDEX_FILE, ConfigJson.write(ConfigIndex.of(Program.AUTH_SIDECAR, 1, files)));
        new ConfigWriter(folder).write(files);
    }

    private AuthSidecarConfig server() {
        return new AuthSidecarConfig(
                ConfigFormat.VERSION,
                new AuthSidecarConfig.Sockets(
                        socket("auth").toString(),
                        socket("userdb").toString(),
                        socket("auth-internal").toString(),
                        "0600"),
                true,
                List.of("SCRAM-SHA-256", "PLAIN", "LOGIN"),
                ScramVerifier.DEFAULT_ITERATIONS,
                0,
                new AuthSidecarConfig.Limits(10, 10, 10, 150),
                new ServerConfig.Management("127.0.0.1", 9003));
    }

    private UserEntry entry() throws SaslPrepException {
        ScramVerifier verifier = ScramVerifier.create(
                password, "training salt".getBytes(StandardCharsets.UTF_8), ScramVerifier.DEFAULT_ITERATIONS);
        return new UserEntry(
                user,
                "training",
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                List.of(new UserCredential(
                        "training", new SecretText(verifier.encode()), List.of(), Optional.empty())));
    }
}
