package io.postwerk.imapserver.imap.codec;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How each command is written, and what reads its arguments. */
public enum CommandName {
    CAPABILITY("CAPABILITY", Capability::parse),
    NOOP("NOOP", Noop::parse),
    LOGOUT("LOGOUT", Logout::parse),
    ID("ID", Id::parse),

    STARTTLS("STARTTLS", StartTls::parse),
    AUTHENTICATE("AUTHENTICATE", Authenticate::parse),
    LOGIN("LOGIN", Login::parse),

    SELECT("SELECT", Select::parse),
    EXAMINE("EXAMINE", Select::parseExamine),
    CREATE("CREATE", Create::parse),
    DELETE("DELETE", Delete::parse),
    RENAME("RENAME", Rename::parse),
    SUBSCRIBE("SUBSCRIBE", Subscribe::parse),
    UNSUBSCRIBE("UNSUBSCRIBE", Unsubscribe::parse),
    LIST("LIST", ListMailboxes::parse),
    LSUB("LSUB", ListMailboxes::parseLsub),
    STATUS("STATUS", Status::parse),
    APPEND("APPEND", Append::parse),
    NAMESPACE("NAMESPACE", Namespace::parse),
    IDLE("IDLE", Idle::parse),

    CHECK("CHECK", Check::parse),
    CLOSE("CLOSE", Close::parse),
    UNSELECT("UNSELECT", Unselect::parse),
    EXPUNGE("EXPUNGE", Expunge::parse),
    UID_EXPUNGE("UID EXPUNGE", Expunge::parseUid),
    SEARCH("SEARCH", Search::parse),
    UID_SEARCH("UID SEARCH", Search::parseUid),
    FETCH("FETCH", Fetch::parse),
    UID_FETCH("UID FETCH", Fetch::parseUid),
    STORE("STORE", Store::parse),
    UID_STORE("UID STORE", Store::parseUid),
    COPY("COPY", Copy::parse),
    UID_COPY("UID COPY", Copy::parseUid),
    MOVE("MOVE", Move::parse),
    UID_MOVE("UID MOVE", Move::parseUid);

    private static final Map<String, CommandName> BY_WIRE =
            Arrays.stream(values()).collect(Collectors.toMap(CommandName::wire, Function.identity()));

    private final String wire;
    private final CommandScanner.Item<? extends Command> arguments;

    CommandName(String wire, CommandScanner.Item<? extends Command> arguments) {
        this.wire = wire;
        this.arguments = arguments;
    }

    /** As written on the wire, in upper case. */
    public String wire() {
        return wire;
    }

    static Optional<CommandName> ofWire(String wire) {
        return Optional.ofNullable(BY_WIRE.get(wire));
    }

    Command parseArguments(CommandScanner in) throws SyntaxException {
        return arguments.parse(in);
    }
}
