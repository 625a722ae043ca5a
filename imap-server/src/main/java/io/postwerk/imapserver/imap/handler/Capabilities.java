package io.postwerk.imapserver.imap.handler;

import io.postwerk.imapserver.imap.session.ImapSession;
import io.postwerk.imapserver.imap.session.ImapState;
import io.postwerk.sasl.MechanismInfo;
import java.util.ArrayList;
import java.util.List;

/** The capabilities that are announced: those that can be used in the present state. */
final class Capabilities {
    /** RFC 3501 7.2.1, RFC 7888, RFC 4959, RFC 2971. */
    private static final List<String> ALWAYS = List.of("IMAP4rev1", "LITERAL+", "SASL-IR", "ID");

    /** RFC 2177, RFC 2342, RFC 3348, RFC 3691, RFC 4315, RFC 6154, RFC 6851. */
    private static final List<String> AFTER_LOGIN =
            List.of("IDLE", "NAMESPACE", "CHILDREN", "UNSELECT", "UIDPLUS", "SPECIAL-USE", "MOVE");

    private Capabilities() {}

    static String of(ImapSession session) {
        List<String> capabilities = new ArrayList<>(ALWAYS);
        if (session.state() instanceof ImapState.NotAuthenticated) {
            beforeLogin(session, capabilities);
        } else {
            capabilities.addAll(AFTER_LOGIN);
        }
        return String.join(" ", capabilities);
    }

    private static void beforeLogin(ImapSession session, List<String> capabilities) {
        if (!session.secured() && session.services().settings().startTls().isPresent()) {
            capabilities.add("STARTTLS");
        }
        List<MechanismInfo> mechanisms = session.services().authenticator().mechanisms(session.protection());
        if (!LoginHandler.isOffered(mechanisms)) {
            // RFC 3501 7.2.1 and 6.2.3
            capabilities.add("LOGINDISABLED");
        }
        mechanisms.forEach(mechanism -> capabilities.add("AUTH=" + mechanism.name()));
    }
}
