package io.postwerk.cli;

import io.postwerk.config.Program;
import io.postwerk.config.SecretText;
import io.postwerk.crds.ObjectKey;
import io.postwerk.plan.Plan;
import io.postwerk.plan.secret.SecretInput;
import io.postwerk.plan.server.AuthorityNeed;
import io.postwerk.plan.server.CertificateNeed;
import io.postwerk.trust.CertificateAuthority;
import io.postwerk.trust.CertificateRequest;
import io.postwerk.trust.Usage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The certificates of one machine, all below the data folder: a CA for what mail clients see, and an internal CA for LMTP
 * between the programs. Both are kept; what they issue is renewed when a third of its validity is left, and the servers
 * notice the new files by themselves.
 */
final class LocalCertificates {
    private static final Duration VALIDITY = Duration.ofDays(90);

    /** Names that clients on this machine may use besides the hostname. */
    private static final List<String> LOCAL_NAMES = List.of("localhost", "127.0.0.1", "::1");

    private final Path folder;
    private final Clock clock;

    LocalCertificates(DataFolder data, Clock clock) {
        this.folder = data.tls();
        this.clock = clock;
    }

    /** The CA that a client can be told to trust. */
    Path authority() {
        return folder.resolve("ca.crt");
    }

    /** Makes or renews whatever is missing or due. */
    void keep(Plan plan, Map<ObjectKey, SecretInput> secrets) throws CliException {
        try {
            for (CertificateNeed need : plan.certificates()) {
                Path certificate = Path.of(need.certificate());
                createFolder(Objects.requireNonNull(certificate.getParent()));
                switch (need.origin()) {
                    case CertificateNeed.Origin.SelfSigned() -> selfSigned(need, certificate);
                    case CertificateNeed.Origin.FromSecret(ObjectKey secret) ->
                        copy(Objects.requireNonNull(secrets.get(secret)), certificate, Path.of(need.key()));
                    case CertificateNeed.Origin.CertManager ordered -> {
                        // cert-manager does not run here, but the Secret may be among the manifests.
                        if (ordered.issued())
                            copy(
                                    Objects.requireNonNull(secrets.get(ordered.secret())),
                                    certificate,
                                    Path.of(need.key()));
                    }
                }
            }
            if (plan.clientAuthority().isPresent()) {
                AuthorityNeed need = plan.clientAuthority().get();
                Path file = Path.of(need.path());
                createFolder(Objects.requireNonNull(file.getParent()));
                write(
                        file,
                        Objects.requireNonNull(Objects.requireNonNull(secrets.get(need.secret()))
                                .values()
                                .get(AuthorityNeed.KEY)));
            }
            keepInternal();
        } catch (IOException e) {
            throw new CliException("certificates cannot be kept in " + folder + ": " + e.getMessage(), e);
        }
    }

    private void selfSigned(CertificateNeed need, Path certificate) throws IOException {
        List<String> names = new ArrayList<>(need.hosts());
        for (String local : LOCAL_NAMES) if (!names.contains(local)) names.add(local);
        CertificateAuthority.loadOrCreate(folder, "Postwerk CA of this machine", clock)
                .keep(certificate, Path.of(need.key()), CertificateRequest.server(names.getFirst(), names, VALIDITY));
    }

    private void keepInternal() throws IOException {
        Path internal = folder.resolve("internal");
        createFolder(internal);
        CertificateAuthority authority = CertificateAuthority.loadOrCreate(internal, "Postwerk internal CA", clock);
        for (Program program : List.of(Program.SMTP_SERVER, Program.IMAP_SERVER)) {
            String name = program.folder();
            authority.keep(
                    internal.resolve(name + ".crt"),
                    internal.resolve(name + ".key"),
                    new CertificateRequest(name, List.of(name), Set.of(Usage.SERVER, Usage.CLIENT), VALIDITY));
        }
    }

    private static void copy(SecretInput secret, Path certificate, Path key) throws IOException {
        write(key, Objects.requireNonNull(secret.values().get("tls.key")));
        write(certificate, Objects.requireNonNull(secret.values().get("tls.crt")));
    }

    private static void write(Path file, SecretText text) throws IOException {
        byte[] bytes = text.reveal().getBytes(StandardCharsets.UTF_8);
        if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), bytes)) return;
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(beside);
        Files.createFile(beside, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(beside, bytes);
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void createFolder(Path path) throws IOException {
        Files.createDirectories(path);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
    }
}
