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
import io.postwerk.trust.PemPair;
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
import java.util.Optional;
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

    /**
     * Makes or renews whatever is missing or due. A certificate from a Secret that no server could use, as one that is cut, does not
     * take the place of one that is there.
     *
     * @return what was not taken, and why
     */
    List<String> keep(Plan plan, Map<ObjectKey, SecretInput> secrets) throws CliException {
        List<String> refused = new ArrayList<>();
        try {
            for (CertificateNeed need : plan.certificates()) {
                Path certificate = Path.of(need.certificate());
                createFolder(Objects.requireNonNull(certificate.getParent()));
                switch (need.origin()) {
                    case CertificateNeed.Origin.SelfSigned() -> selfSigned(need, certificate);
                    case CertificateNeed.Origin.FromSecret(ObjectKey secret) ->
                        copy(secret, secrets, certificate, Path.of(need.key())).ifPresent(refused::add);
                    case CertificateNeed.Origin.CertManager ordered -> {
                        // cert-manager does not run here, but the Secret may be among the manifests.
                        if (ordered.issued())
                            copy(ordered.secret(), secrets, certificate, Path.of(need.key()))
                                    .ifPresent(refused::add);
                    }
                }
            }
            if (plan.clientAuthority().isPresent()) {
                AuthorityNeed need = plan.clientAuthority().get();
                Path file = Path.of(need.path());
                createFolder(Objects.requireNonNull(file.getParent()));
                SecretText authorities = Objects.requireNonNull(Objects.requireNonNull(secrets.get(need.secret()))
                        .values()
                        .get(AuthorityNeed.KEY));
                if (Files.exists(file) && PemPair.isCut(authorities.reveal())) {
                    refused.add("Secret " + need.secret()
                            + " cannot be used for client certificates: it is cut off; the one before"
                            + " stays until it can");
                } else {
                    write(file, authorities);
                }
            }
            keepInternal();
            return refused;
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

    private static Optional<String> copy(
            ObjectKey name, Map<ObjectKey, SecretInput> secrets, Path certificate, Path key) throws IOException {
        SecretInput secret = Objects.requireNonNull(secrets.get(name));
        SecretText chain = Objects.requireNonNull(secret.values().get("tls.crt"));
        SecretText own = Objects.requireNonNull(secret.values().get("tls.key"));
        Optional<String> why = new PemPair(chain.reveal(), own.reveal()).unusable();
        if (why.isPresent() && Files.exists(certificate) && Files.exists(key)) {
            return Optional.of("Secret " + name + " cannot be used as a certificate: " + why.get()
                    + "; the one before stays until it can");
        }
        write(key, own);
        write(certificate, chain);
        return Optional.empty();
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
