package io.postwerk.operator.model;

import io.postwerk.config.Program;
import java.util.List;

/** A StatefulSet of a MailServer: a server with auth-sidecar beside it. */
public enum Workload {
    /** Receives, queues and relays. */
    SMTP_SERVER(Program.SMTP_SERVER, "smtp"),
    /** Keeps the mailboxes. */
    IMAP_SERVER(Program.IMAP_SERVER, "mailbox");

    private final Program program;
    private final String part;

    Workload(Program program, String part) {
        this.program = program;
        this.part = part;
    }

    /** The server in its pods. */
    public Program program() {
        return program;
    }

    /** All programs in its pods, the server first. */
    public List<Program> programs() {
        return List.of(program, Program.AUTH_SIDECAR);
    }

    /** Name of the server, of its container and of the component in labels, as in {@code smtp-server}. */
    public String component() {
        return program.folder();
    }

    /** The part of {@code MailServer.spec} that it is described by, and the end of its exposure Services' names. */
    public String part() {
        return part;
    }
}
