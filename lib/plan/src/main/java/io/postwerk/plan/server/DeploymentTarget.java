package io.postwerk.plan.server;

import io.postwerk.crds.ObjectKey;
import java.util.List;

/**
 * Where the programs will run: paths and internal addresses that no resource has.
 *
 * @param socketDirectory folder of auth-sidecar's Unix sockets
 * @param queueDirectory folder of smtp-server's queue
 * @param mailboxDirectory folder of imap-server's mailboxes
 * @param certificateDirectory folder of the certificates that clients see: {@code NAME.crt} and {@code NAME.key}
 * @param internalDirectory folder of the internal CA's certificate {@code ca.crt} and of each server's {@code PROGRAM.crt} and
 *     {@code PROGRAM.key}
 * @param mailboxHost name or address at which smtp-server finds imap-server
 * @param lmtpAddresses addresses on which imap-server listens for LMTP
 * @param managementAddress address on which the programs listen for management
 * @param removesMailboxes whether mail is removed when its resource is deleted and says so
 * @param giveSockets whether sockets can be given to a group of the machine
 * @param certManager whether there is a cert-manager to order certificates from
 * @param portOffset what is added to every TCP port, so that several installations run on one machine
 */
public record DeploymentTarget(
        String socketDirectory,
        String queueDirectory,
        String mailboxDirectory,
        String certificateDirectory,
        String internalDirectory,
        String mailboxHost,
        List<String> lmtpAddresses,
        String managementAddress,
        boolean removesMailboxes,
        boolean giveSockets,
        boolean certManager,
        int portOffset) {
    /** TCP port of LMTP between smtp-server and imap-server. */
    public static final int LMTP_PORT = 2424;

    /** One machine, everything internal on its loopback, all files in one folder. */
    public static DeploymentTarget oneMachine(String data) {
        return new DeploymentTarget(
                data + "/run",
                data + "/queue",
                data + "/mailboxes",
                data + "/tls/serving",
                data + "/tls/internal",
                "127.0.0.1",
                List.of("127.0.0.1"),
                "127.0.0.1",
                false,
                true,
                false,
                0);
    }

    /** Pods of a cluster, with what is mounted into them; imap-server is found by its Service. */
    public static DeploymentTarget onKubernetes(ObjectKey server) {
        return new DeploymentTarget(
                "/run/postwerk",
                "/var/lib/postwerk/queue",
                "/var/lib/postwerk/mailboxes",
                "/etc/postwerk/tls",
                "/etc/postwerk/internal",
                server.name() + "-imap-server." + server.namespace() + ".svc",
                List.of("*"),
                "0.0.0.0",
                true,
                false,
                true,
                0);
    }

    /** The same in a cluster without cert-manager. */
    public DeploymentTarget withoutCertManager() {
        return copy(false, portOffset);
    }

    /** The same with every TCP port moved up by so much. */
    public DeploymentTarget withPortOffset(int offset) {
        return copy(certManager, offset);
    }

    /** Where a port of the MailServer, or one of {@link #LMTP_PORT} and the management ports, is listened on. */
    public int port(int port) {
        return port + portOffset;
    }

    private DeploymentTarget copy(boolean withCertManager, int offset) {
        return new DeploymentTarget(
                socketDirectory,
                queueDirectory,
                mailboxDirectory,
                certificateDirectory,
                internalDirectory,
                mailboxHost,
                lmtpAddresses,
                managementAddress,
                removesMailboxes,
                giveSockets,
                withCertManager,
                offset);
    }
}
