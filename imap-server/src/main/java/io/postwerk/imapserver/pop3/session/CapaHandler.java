package io.postwerk.imapserver.pop3.session;

import io.postwerk.imapserver.pop3.codec.Pop3Command;
import io.postwerk.imapserver.pop3.codec.Responses;
import io.postwerk.sasl.MechanismInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** RFC 2449 5: what this server can do on this connection. It grows when TLS begins. */
final class CapaHandler implements CommandHandler<Pop3Command.Capa, State> {
    @Override
    public State handle(Pop3Command.Capa command, State state, Pop3Session session) throws IOException {
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
}
