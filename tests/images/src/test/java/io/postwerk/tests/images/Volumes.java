package io.postwerk.tests.images;

import io.postwerk.config.Program;
import io.postwerk.config.SecretText;
import io.postwerk.config.load.ConfigWriter;
import io.postwerk.crds.ObjectKey;
import io.postwerk.crds.manifest.ManifestReader;
import io.postwerk.crds.manifest.Manifests;
import io.postwerk.plan.Plan;
import io.postwerk.plan.PlanInput;
import io.postwerk.plan.Planner;
import io.postwerk.plan.Snapshot;
import io.postwerk.plan.secret.SecretInputs;
import io.postwerk.plan.secret.VerifierInputs;
import io.postwerk.plan.server.CertificateNeed;
import io.postwerk.plan.server.DeploymentTarget;
import io.postwerk.testkit.Generated;
import io.postwerk.trust.CertificateAuthority;
import io.postwerk.trust.CertificateRequest;
import io.postwerk.trust.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A folder that containers mount as {@value #MOUNT}: what {@code examples/quickstart} becomes, and room for what they write.
 *
 * @param folder on this machine
 */
record Volumes(Path folder) {
    static final String MOUNT = "/var/lib/postwerk";

    /** Where a program's config files are in the container. */
    static String config(Program program) {
        return MOUNT + "/config/" + program.folder();
    }

    void write() throws IOException {
        Plan plan = Planner.resolve(new Snapshot(
                        new ObjectKey("default", "main"),
                        manifests(),
                        SecretInputs.of(Map.of()),
                        DeploymentTarget.oneMachine(MOUNT)))
                .plan(new PlanInput(
                        VerifierInputs.NONE,
                        new SecretText("dW5rbm93bg=="),
                        Optional.empty(),
                        1,
                        Collections.emptySortedSet()));
        for (Program program : Program.values()) {
            new ConfigWriter(here(config(program))).write(plan.files().get(program));
        }
        for (CertificateNeed need : plan.certificates()) {
            CertificateAuthority.loadOrCreate(folder.resolve("tls"), "Postwerk test CA", Clock.systemUTC())
                    .keep(here(need.certificate()), here(need.key()), request("mx.example.org"));
        }
        Path internal = folder.resolve("tls/internal");
        CertificateAuthority authority =
                CertificateAuthority.loadOrCreate(internal, "Postwerk test internal CA", Clock.systemUTC());
        for (Program program : List.of(Program.SMTP_SERVER, Program.IMAP_SERVER)) {
            authority.keep(
                    internal.resolve(program.folder() + ".crt"),
                    internal.resolve(program.folder() + ".key"),
                    request(program.folder()));
        }
        for (String writable : List.of("run", "queue", "mailboxes")) Files.createDirectories(folder.resolve(writable));
        openToAll();
    }

    private static Manifests manifests() throws IOException {
        List<Manifests> read = new ArrayList<>();
        try (Stream<Path> files = Files.list(Generated.root().resolve("examples/quickstart"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()) {
                read.add(ManifestReader.read(file.toString(), Files.readString(file)));
            }
        }
        return Manifests.merge(read);
    }

    private static CertificateRequest request(String host) {
        return new CertificateRequest(host, List.of(host), Set.of(Usage.SERVER, Usage.CLIENT), Duration.ofDays(30));
    }

    private Path here(String inContainer) throws IOException {
        Path path = folder.resolve(Path.of(MOUNT).relativize(Path.of(inContainer)));
        Files.createDirectories(path.getParent());
        return path;
    }

    /** The containers' user is nobody that this machine knows. */
    void openToAll() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.filter(path -> !Files.isSymbolicLink(path)).toList()) {
                Files.setPosixFilePermissions(
                        path, PosixFilePermissions.fromString(Files.isDirectory(path) ? "rwxrwxrwx" : "rw-rw-rw-"));
            }
        }
    }
}
