package io.postwerk.sasl.wire;

import java.util.HashMap;
import java.util.Map;

/** The verbs of a server on the socket for lookups. The name is the keyword on the wire. */
public enum UserdbVerb {
    VERSION(UserdbCommand.Version::read),
    USER(UserdbCommand.User::read),
    PASS(UserdbCommand.Pass::read),
    LIST(UserdbCommand.ListUsers::read),
    REQUEST(UserdbCommand.Request::read),
    WATCH(UserdbCommand.Watch::read);

    /** Reads the arguments of one verb. */
    @FunctionalInterface
    interface Arguments {
        UserdbCommand read(Fields fields) throws WireException;
    }

    private static final Map<String, UserdbVerb> BY_KEYWORD = new HashMap<>();

    static {
        for (UserdbVerb verb : values()) {
            BY_KEYWORD.put(verb.name(), verb);
        }
    }

    private final Arguments arguments;

    UserdbVerb(Arguments arguments) {
        this.arguments = arguments;
    }

    /** The verb with that keyword, which is compared with case. */
    static UserdbVerb of(String keyword) throws WireException {
        UserdbVerb verb = BY_KEYWORD.get(keyword);
        if (verb == null) {
            throw new WireException("unknown command");
        }
        return verb;
    }

    UserdbCommand read(Fields fields) throws WireException {
        return arguments.read(fields);
    }
}
