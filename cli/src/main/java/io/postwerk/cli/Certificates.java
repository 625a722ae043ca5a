package io.postwerk.cli;

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
import java.util.List;
import java.util.Set;

/**
 * The certificates of one machine, all below the data folder: a CA for what mail clients see, and an internal CA for LMTP
 * between the programs. Both are kept; what they issue is renewed when a third of its validity is left, and the servers
 * notice the new files by themselves.
 */
final class Certificates {
    private static final Duration VALIDITY = Duration.ofDays(90);

    private final Path folder;
    private final Clock clock;

    Certificates(DataFolder data, Clock clock) {
        this.folder = data.tls();
        this.clock = clock;
    }

    /** The CA that a client can be told to trust. */
    Path authority() {
        return folder.resolve("ca.crt");
    }

    Path serving() {
        return folder.resolve("server.crt");
    }

    Path servingKey() {
        return folder.resolve("server.key");
    }

    Path internalAuthority() {
        return internal().resolve("ca.crt");
    }

    Path internal(Program program) {
        return internal().resolve(program.programName() + ".crt");
    }

    Path internalKey(Program program) {
        return internal().resolve(program.programName() + ".key");
    }

    private Path internal() {
        return folder.resolve("internal");
    }

    /**
     * Makes or renews whatever is missing or due.
     *
     * @param hosts the names under which mail clients know this server
     */
    void keep(List<String> hosts) throws CliException {
        try {
            List<String> names = new ArrayList<>(hosts);
            for (String local : List.of("localhost", "127.0.0.1", "::1")) if (!names.contains(local)) names.add(local);
            CertificateAuthority authority =
                    CertificateAuthority.loadOrCreate(folder, "Postwerk CA of this machine", clock);
            authority.keep(serving(), servingKey(), CertificateRequest.server(names.getFirst(), names, VALIDITY));

            Files.createDirectories(internal());
            Files.setPosixFilePermissions(internal(), PosixFilePermissions.fromString("rwx------"));
            CertificateAuthority internal =
                    CertificateAuthority.loadOrCreate(internal(), "Postwerk internal CA", clock);
            for (Program program : Program.values()) {
                if (program == Program.AUTH_SIDECAR) continue;
                internal.keep(
                        internal(program),
                        internalKey(program),
                        new CertificateRequest(
                                program.programName(),
                                List.of(program.programName()),
                                Set.of(Usage.SERVER, Usage.CLIENT),
                                VALIDITY));
            }
        } catch (IOException e) {
            throw new CliException("certificates cannot be kept in " + folder + ": " + e.getMessage(), e);
        }
    }
}
