package io.postwerk.smtp.server;

import io.postwerk.smtp.Protocol;
import io.postwerk.smtp.SmtpCommand;
import io.postwerk.smtp.Verb;
import io.postwerk.smtp.server.State.Stage;
import java.io.IOException;
import java.util.Set;

/**
 * A line of the command table.
 *
 * @param protocols where the command exists
 * @param stages where the session may stand
 * @param flags see there
 */
record CommandEntry<C extends SmtpCommand>(
        Verb verb, Class<C> type, Command<C> command, Set<Protocol> protocols, Set<Stage> stages, Set<Flag> flags) {

    enum Flag {
        /** Allowed before TLS where the policy demands TLS. */
        BEFORE_TLS,
        /** Allowed before AUTH where the policy demands AUTH. */
        BEFORE_AUTH,
        /** The client waits for the reply before it sends more (RFC 2920 3.1), so the reply is sent at once. */
        LAST_IN_PIPELINE
    }

    void execute(SmtpSession session, SmtpCommand arguments) throws IOException {
        command.execute(session, type.cast(arguments));
    }
}
