package io.postwerk.cli;

import io.postwerk.config.ListenerProtocol;
import io.postwerk.config.server.ListenerConfig;
import io.postwerk.config.server.TlsConfig;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is printed once everything runs: where it listens, and how to send and read a first mail. */
final class StartupSummary {
    private StartupSummary() {}

    static void print(Console console, Path manifests, LocalInstallation installation) throws CliException {
        List<ListenerConfig> listeners = installation.listeners();
        DataFolder data = installation.data();
        console.say(
                "MailServer " + installation.reloader().server() + " from " + manifests + ", data in " + data.root());
        for (ListenerConfig listener : listeners) {
            console.say("  %-12s %-10s %-9s %s"
                    .formatted(
                            listener.name(), protocol(listener.protocol()), tls(listener.tls()), addresses(listener)));
        }
        console.say("  sockets for other people's front ends: " + data.run().resolve("auth") + ", "
                + data.run().resolve("userdb"));
        console.say("  certificate authority to trust: "
                + installation.certificates().authority());
        installation.reloader().users().stream()
                .min(Comparator.naturalOrder())
                .ifPresent(user -> firstMail(console, user, listeners));
    }

    private static void firstMail(Console console, String user, List<ListenerConfig> listeners) {
        Optional<ListenerConfig> smtp = find(listeners, ListenerProtocol.SMTP, TlsConfig.Mode.START_TLS);
        Optional<ListenerConfig> imap = find(listeners, ListenerProtocol.IMAP, TlsConfig.Mode.IMPLICIT);
        if (smtp.isEmpty() || imap.isEmpty()) return;
        console.say("Send a first mail:");
        console.say("  printf 'Subject: hello\\r\\n\\r\\nIt works.\\r\\n' | curl -sS smtp://127.0.0.1:"
                + smtp.get().port() + " --mail-from you@elsewhere.test --mail-rcpt " + user + " -T -");
        console.say("Read it (curl asks for the password):");
        console.say("  curl -sSk --user " + user + " 'imaps://127.0.0.1:"
                + imap.get().port() + "/INBOX;MAILINDEX=1'");
    }

    private static Optional<ListenerConfig> find(
            List<ListenerConfig> listeners, ListenerProtocol protocol, TlsConfig.Mode tls) {
        return listeners.stream()
                .filter(listener -> listener.protocol() == protocol && listener.tls() == tls)
                .findFirst();
    }

    private static String addresses(ListenerConfig listener) {
        return listener.addresses().stream()
                .map(address -> (address.contains(":") ? "[" + address + "]" : address) + ":" + listener.port())
                .collect(Collectors.joining(" "));
    }

    private static String protocol(ListenerProtocol protocol) {
        return switch (protocol) {
            case SMTP -> "SMTP";
            case SUBMISSION -> "submission";
            case LMTP -> "LMTP";
            case IMAP -> "IMAP";
            case POP3 -> "POP3";
        };
    }

    private static String tls(TlsConfig.Mode tls) {
        return switch (tls) {
            case NONE -> "no TLS";
            case START_TLS -> "STARTTLS";
            case IMPLICIT -> "TLS";
        };
    }
}
