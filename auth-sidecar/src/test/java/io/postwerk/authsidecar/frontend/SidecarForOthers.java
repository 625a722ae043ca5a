package io.postwerk.authsidecar.frontend;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.postwerk.authsidecar.AuthService;
import io.postwerk.authsidecar.Metrics;
import io.postwerk.authsidecar.UserSets;
import io.postwerk.config.load.LiveConfig;
import io.postwerk.config.server.AuthSidecarConfig;
import io.postwerk.config.users.UserEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** Our service, whose sockets belong to the group of somebody else's mail server. */
final class SidecarForOthers implements AutoCloseable {

    private static final UserEntry ALICE = UserSets.user("alice@example.org", UserSets.password("wonderland"));

    private final AuthService service;
    private final Path folder;

    private SidecarForOthers(AuthService service, Path folder) {
        this.service = service;
        this.folder = folder;
    }

    /**
     * @param group may use the sockets
     * @param tcp the same over TCP
     */
    static SidecarForOthers start(Path folder, String group, AuthSidecarConfig.TcpListener... tcp) throws Exception {
        // whoever is of that group has to get there
        for (Path path = folder; path.startsWith(System.getProperty("java.io.tmpdir")); path = path.getParent()) {
            open(path);
        }
        var config = UserSets.withGroup(
                UserSets.withTcp(
                        UserSets.with(UserSets.config(folder, 100), List.of("SCRAM-SHA-256", "PLAIN", "LOGIN")), tcp),
                group);
        UserSets.write(folder.resolve("config"), config, 1, ALICE);
        var service = AuthService.create(
                config, LiveConfig.users(folder.resolve("config")), new Metrics(new SimpleMeterRegistry()));
        service.open();
        return new SidecarForOthers(service, folder);
    }

    private static void open(Path path) throws IOException {
        var permissions = Files.getPosixFilePermissions(path);
        permissions.addAll(PosixFilePermissions.fromString("--x--x--x"));
        Files.setPosixFilePermissions(path, permissions);
    }

    Path auth() {
        return folder.resolve("auth");
    }

    Path userdb() {
        return folder.resolve("userdb");
    }

    @Override
    public void close() {
        service.close();
    }
}
