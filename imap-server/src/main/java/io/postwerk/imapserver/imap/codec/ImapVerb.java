package io.postwerk.imapserver.imap.codec;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The name of a command on the wire, with what reads its arguments. "UID FETCH" is a name of its own. */
public enum ImapVerb {
    // RFC 3501 6.1
    CAPABILITY("CAPABILITY", in -> bare(in, new ImapCommand.Capability())),
    NOOP("NOOP", in -> bare(in, new ImapCommand.Noop())),
    LOGOUT("LOGOUT", in -> bare(in, new ImapCommand.Logout())),
    ID("ID", LoginGrammar::id),
    // RFC 3501 6.2
    STARTTLS("STARTTLS", in -> bare(in, new ImapCommand.StartTls())),
    AUTHENTICATE("AUTHENTICATE", LoginGrammar::authenticate),
    LOGIN("LOGIN", LoginGrammar::login),
    // RFC 3501 6.3
    SELECT("SELECT", in -> MailboxGrammar.mailbox(in, name -> new ImapCommand.Select(name, false))),
    EXAMINE("EXAMINE", in -> MailboxGrammar.mailbox(in, name -> new ImapCommand.Select(name, true))),
    CREATE("CREATE", in -> MailboxGrammar.mailbox(in, ImapCommand.Create::new)),
    DELETE("DELETE", in -> MailboxGrammar.mailbox(in, ImapCommand.Delete::new)),
    RENAME("RENAME", MailboxGrammar::rename),
    SUBSCRIBE("SUBSCRIBE", in -> MailboxGrammar.mailbox(in, ImapCommand.Subscribe::new)),
    UNSUBSCRIBE("UNSUBSCRIBE", in -> MailboxGrammar.mailbox(in, ImapCommand.Unsubscribe::new)),
    LIST("LIST", in -> MailboxGrammar.list(in, false)),
    LSUB("LSUB", in -> MailboxGrammar.list(in, true)),
    STATUS("STATUS", MailboxGrammar::status),
    APPEND("APPEND", MailboxGrammar::append),
    NAMESPACE("NAMESPACE", in -> bare(in, new ImapCommand.Namespace())),
    IDLE("IDLE", in -> bare(in, new ImapCommand.Idle())),
    // RFC 3501 6.4
    CHECK("CHECK", in -> bare(in, new ImapCommand.Check())),
    CLOSE("CLOSE", in -> bare(in, new ImapCommand.Close())),
    UNSELECT("UNSELECT", in -> bare(in, new ImapCommand.Unselect())),
    EXPUNGE("EXPUNGE", in -> bare(in, new ImapCommand.Expunge(Optional.empty()))),
    UID_EXPUNGE("UID EXPUNGE", MessageGrammar::uidExpunge),
    SEARCH("SEARCH", in -> SearchGrammar.search(in, false)),
    UID_SEARCH("UID SEARCH", in -> SearchGrammar.search(in, true)),
    FETCH("FETCH", in -> MessageGrammar.fetch(in, false)),
    UID_FETCH("UID FETCH", in -> MessageGrammar.fetch(in, true)),
    STORE("STORE", in -> MessageGrammar.store(in, false)),
    UID_STORE("UID STORE", in -> MessageGrammar.store(in, true)),
    COPY("COPY", in -> MessageGrammar.copy(in, false)),
    UID_COPY("UID COPY", in -> MessageGrammar.copy(in, true)),
    MOVE("MOVE", in -> MessageGrammar.move(in, false)),
    UID_MOVE("UID MOVE", in -> MessageGrammar.move(in, true));

    private static final Map<String, ImapVerb> BY_WIRE =
            Arrays.stream(values()).collect(Collectors.toMap(ImapVerb::wire, Function.identity()));

    private final String wire;
    private final CommandScanner.Item<? extends ImapCommand> arguments;

    ImapVerb(String wire, CommandScanner.Item<? extends ImapCommand> arguments) {
        this.wire = wire;
        this.arguments = arguments;
    }

    /** As written on the wire, in upper case. */
    public String wire() {
        return wire;
    }

    /** The verb of that name, in upper case. */
    static Optional<ImapVerb> find(String wire) {
        return Optional.ofNullable(BY_WIRE.get(wire));
    }

    /** Reads what follows the verb, to the end of the command. */
    ImapCommand read(CommandScanner in) throws SyntaxException {
        return arguments.parse(in);
    }

    /** A command without arguments. */
    private static ImapCommand bare(CommandScanner in, ImapCommand command) throws SyntaxException {
        in.end();
        return command;
    }
}
