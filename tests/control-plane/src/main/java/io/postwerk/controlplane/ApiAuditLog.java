package io.postwerk.controlplane;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The API server's audit log: one JSON object a line, written before the answer goes out. */
final class ApiAuditLog {
    /** Without the requests of the components themselves, most of them the API server's own. */
    private static final String POLICY =
            """
            apiVersion: audit.k8s.io/v1
            kind: Policy
            omitStages: [RequestReceived]
            rules:
            - level: None
              users: ["system:apiserver", "%s", "%s", "%s"]
            - level: None
              nonResourceURLs: ["/readyz*", "/livez*"]
            - level: Metadata
              omitManagedFields: true
            """.formatted(Identity.CONTROLLER_MANAGER.user(), Identity.SCHEDULER.user(), Identity.NODE.user());

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;

    ApiAuditLog(Path folder) throws IOException {
        this.folder = folder;
        Files.writeString(policy(), POLICY);
    }

    Path policy() {
        return folder.resolve("audit-policy.yaml");
    }

    Path file() {
        return folder.resolve("audit.jsonl");
    }

    long mark() {
        try {
            return Files.exists(file()) ? Files.size(file()) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<AuditEvent> since(long mark) {
        if (!Files.exists(file())) return List.of();
        try (SeekableByteChannel channel = Files.newByteChannel(file())) {
            channel.position(mark);
            String text = new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
            List<AuditEvent> events = new ArrayList<>();
            // The text after the last line end is still being written.
            for (String line :
                    text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
                events.add(AuditEvent.of(JSON.readTree(line)));
            }
            return events;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
