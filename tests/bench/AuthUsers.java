import io.postwerk.config.*;
import io.postwerk.config.credentials.*;
import io.postwerk.config.json.*;
import io.postwerk.config.load.*;
import io.postwerk.config.server.*;
import io.postwerk.config.users.*;
import io.postwerk.mail.EmailAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Writes the config files of an auth-sidecar with many users: {@code AuthUsers FOLDER SOCKETS COUNT HASH}. */
class AuthUsers {

    public static void main(String[] args) throws Exception {
        int count = Integer.parseInt(args[2]);
        Map<String, byte[]> files = new TreeMap<>();
        files.put(ConfigFormat.SERVER_FILE, ConfigJson.write(server(args[1])));
        files.put(
                ConfigFormat.CREDENTIALS_FILE,
                ConfigJson.write(new SidecarCredentials(ConfigFormat.VERSION, new SecretText("YmVuY2g="))));
        List<List<UserEntry>> buckets = new ArrayList<>();
        Buckets.all().forEach(_ -> buckets.add(new ArrayList<>()));
        for (int i = 0; i < count; i++) {
            EmailAddress address = EmailAddress.parse("user" + i + "@example.org");
            buckets.get(Buckets.of(address)).add(user(address, args[3]));
        }
        for (int bucket = 0; bucket < buckets.size(); bucket++) {
            buckets.get(bucket).sort(Comparator.comparing(UserEntry::address));
            files.put(
                    Buckets.usersFile(bucket),
                    ConfigJson.write(new UsersBucket(ConfigFormat.VERSION, bucket, buckets.get(bucket))));
        }
        files.put(ConfigFormat.INDEX_FILE, ConfigJson.write(ConfigIndex.of(Program.AUTH_SIDECAR, 1, files)));
        new ConfigWriter(Path.of(args[0])).write(files);
    }

    private static UserEntry user(EmailAddress address, String hash) {
        return new UserEntry(
                address,
                Integer.toHexString(address.hashCode()).repeat(5),
                Optional.empty(),
                false,
                Optional.of(5_000_000_000L),
                Optional.empty(),
                List.of(new UserCredential("main", new SecretText(hash), List.of(), Optional.empty())));
    }

    private static AuthSidecarConfig server(String sockets) {
        return new AuthSidecarConfig(
                ConfigFormat.VERSION,
                new AuthSidecarConfig.Sockets(sockets + "/auth", sockets + "/userdb", sockets + "/internal", "0600"),
                true,
                List.of("SCRAM-SHA-256", "PLAIN", "LOGIN"),
                4096,
                2000,
                new AuthSidecarConfig.Limits(500, 1000, 1000, 150),
                new ServerConfig.Management("127.0.0.1", 9003));
    }
}
