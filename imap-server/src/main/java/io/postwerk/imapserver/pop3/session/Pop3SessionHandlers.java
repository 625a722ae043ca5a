package io.postwerk.imapserver.pop3.session;

import io.postwerk.imapserver.pop3.codec.Pop3Command;
import io.postwerk.imapserver.pop3.codec.Responses;
import io.postwerk.sasl.MechanismInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** CAPA, STLS and QUIT. */
final class Pop3SessionHandlers {
    private Pop3SessionHandlers() {}

    /** RFC 2449 5: what this server can do on this connection. It grows when TLS begins. */
    static Pop3State capa(Pop3Command.Capa command, Pop3State state, Pop3Session session) throws IOException {
        List<String> capabilities = new ArrayList<>();
        capabilities.add("TOP"); // RFC 2449 6.1
        capabilities.add("UIDL"); // RFC 2449 6.8
        capabilities.add("RESP-CODES"); // RFC 2449 6.4
        capabilities.add("AUTH-RESP-CODE"); // RFC 3206 6
        capabilities.add("PIPELINING"); // RFC 2449 6.6
        capabilities.add("EXPIRE NEVER"); // RFC 2449 6.7
        List<String> mechanisms = mechanisms(session);
        // RFC 2449 6.2, 6.3 and RFC 5034 3: only what would be accepted now
        if (mechanisms.contains("PLAIN")) capabilities.add("USER");
        if (!mechanisms.isEmpty()) capabilities.add("SASL " + String.join(" ", mechanisms));
        // RFC 2595 4: not once TLS is on
        if (!session.secured() && session.settings().startTls().isPresent()) capabilities.add("STLS");
        capabilities.add("IMPLEMENTATION Postwerk"); // RFC 2449 6.9
        session.reply(Responses.capabilities());
        session.write(Responses.capabilityList(capabilities));
        return state;
    }

    private static List<String> mechanisms(Pop3Session session) {
        if (!session.mayLogIn()) return List.of();
        return session.services().authenticator().mechanisms(session.protection()).stream()
                .map(MechanismInfo::name)
                .toList();
    }

    /** RFC 2595 4: TLS from here on. What was said before it is forgotten. */
    static Pop3State stls(Pop3Command.Stls command, Pop3State.Authorization state, Pop3Session session)
            throws IOException {
        if (session.secured()) {
            session.reply(Responses.tlsAlready());
            return state;
        }
        if (session.settings().startTls().isEmpty()) {
            session.reply(Responses.noTls());
            return state;
        }
        session.startTls(Responses.beginTls());
        return Pop3State.Authorization.INITIAL;
    }

    /** RFC 1939 4: before login the session just ends. RFC 1939 6: after it, what is marked is removed first. */
    static Pop3State quit(Pop3Command.Quit command, Pop3State state, Pop3Session session) throws IOException {
        return switch (state) {
            case Pop3State.Transaction open -> new Pop3State.Update(open);
            case Pop3State.Authorization before -> {
                session.reply(Responses.bye());
                yield new Pop3State.Ended();
            }
            case Pop3State.Update update -> update;
            case Pop3State.Ended ended -> ended;
        };
    }
}
