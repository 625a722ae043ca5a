package io.postwerk.sasl.wire;

import java.util.HashMap;
import java.util.Map;

/** The verbs of a front end on a socket for logins. The name is the keyword on the wire. */
public enum AuthVerb {
    VERSION(AuthCommand.Version::read),
    CPID(AuthCommand.Cpid::read),
    AUTH(AuthCommand.Auth::read),
    CONT(AuthCommand.Cont::read),
    CANCEL(AuthCommand.Cancel::read);

    /** Reads the arguments of one verb. */
    @FunctionalInterface
    interface Arguments {
        AuthCommand read(Fields fields) throws WireException;
    }

    private static final Map<String, AuthVerb> BY_KEYWORD = new HashMap<>();

    static {
        for (AuthVerb verb : values()) {
            BY_KEYWORD.put(verb.name(), verb);
        }
    }

    private final Arguments arguments;

    AuthVerb(Arguments arguments) {
        this.arguments = arguments;
    }

    /** The verb with that keyword, which is compared with case. */
    static AuthVerb of(String keyword) throws WireException {
        AuthVerb verb = BY_KEYWORD.get(keyword);
        if (verb == null) {
            throw new WireException("unknown command");
        }
        return verb;
    }

    AuthCommand read(Fields fields) throws WireException {
        return arguments.read(fields);
    }
}
