package io.postwerk.tests.siege;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The manifests of an installation that is attacked. Logins need no TLS here, so that an attacker's own work is small. */
final class Manifests {
    static final String DOMAIN = "example.org";
    static final String BYSTANDER = "bystander@" + DOMAIN;
    static final String PASSWORD = "wonderland";

    /** Added to every port: a {@code postwerk run} of somebody else may go on beside the attacks. */
    static final int PORT_OFFSET = 10_000;

    static final int SMTP = 2525 + PORT_OFFSET;
    static final int SUBMISSION = 2587 + PORT_OFFSET;
    static final int IMAP = 2143 + PORT_OFFSET;
    static final int POP3 = 2110 + PORT_OFFSET;

    static final String MAIL_SERVER = """
            apiVersion: postwerk.io/v1alpha1
            kind: MailServer
            metadata:
              name: main
              namespace: default
            spec:
              hostname: mx.example.org
              exposure:
              - name: mail
                type: ClusterIP
              smtp:
                listeners:
                - name: smtp
                  protocol: SMTP
                  port: 2525
                  tls: StartTLS
                - name: submission
                  protocol: Submission
                  port: 2587
                  tls: StartTLS
              mailbox:
                listeners:
                - name: imap
                  protocol: IMAP
                  port: 2143
                  tls: StartTLS
                - name: pop3
                  protocol: POP3
                  port: 2110
                  tls: StartTLS
              auth:
                requireTls: false
            """;

    /** The same with a disk on which 64 MiB are not for new mail. */
    static final String SMALL_DISK = MAIL_SERVER
            .replace("  smtp:\n", "  smtp:\n    storage:\n      minFree: 64Mi\n")
            .replace("  mailbox:\n", "  mailbox:\n    storage:\n      minFree: 64Mi\n");

    private static final String MAIL_DOMAIN = """
            apiVersion: postwerk.io/v1alpha1
            kind: MailDomain
            metadata:
              name: example.org
              namespace: default
            spec:
              serverRef:
                name: main
              domain: example.org
            """;

    private static final String USER = """
            apiVersion: v1
            kind: Secret
            metadata:
              name: NAME
              namespace: default
            stringData:
              password: wonderland
            ---
            apiVersion: postwerk.io/v1alpha1
            kind: MailUser
            metadata:
              name: NAME
              namespace: default
            spec:
              address: NAME@example.org
              credentials:
              - name: default
                secretRef:
                  name: NAME
                  key: password
            """;

    private Manifests() {}

    static String user(int number) {
        return "user" + number + "@" + DOMAIN;
    }

    /** Writes the manifests of an attack into a folder. */
    static void write(Attack attack, Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("mailserver.yaml"), attack.mailServer());
        Files.writeString(folder.resolve("domain.yaml"), MAIL_DOMAIN);
        Files.writeString(folder.resolve("bystander.yaml"), USER.replace("NAME", "bystander"));
        for (int i = 0; i < attack.users(); i++) {
            Files.writeString(folder.resolve("user" + i + ".yaml"), USER.replace("NAME", "user" + i));
        }
    }
}
