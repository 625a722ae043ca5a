package io.postwerk.smtp.server;

import io.postwerk.sasl.Authenticator;
import io.postwerk.sasl.MechanismInfo;
import io.postwerk.smtp.MailParameters;
import io.postwerk.smtp.Protocol;
import io.postwerk.smtp.RcptParameters;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What the answer to EHLO and LHLO announces, and what MAIL and RCPT may use of it. */
final class Extensions {
    private Extensions() {}

    /** The lines after the first. */
    static List<String> announced(SmtpSession session) {
        List<String> lines = new ArrayList<>();
        lines.add("PIPELINING"); // RFC 2920 2
        lines.add("SIZE " + session.policy().limits().messageOctets()); // RFC 1870 4
        lines.add("8BITMIME"); // RFC 6152 2
        lines.add("ENHANCEDSTATUSCODES"); // RFC 2034 2
        if (session.settings().startTls().isPresent() && !session.secured()) {
            // RFC 3207 4.2: not once TLS is on
            lines.add("STARTTLS");
        }
        offered(session).ifPresent(mechanisms -> lines.add("AUTH " + mechanisms));
        if (session.protocol() == Protocol.LMTP) {
            lines.add(RcptParameters.XDELIVERYID);
        }
        return lines;
    }

    /** The parameters that MAIL may have. */
    static Set<MailParameters.Keyword> mailParameters(SmtpSession session) {
        if (!session.facts().extended()) {
            return EnumSet.noneOf(MailParameters.Keyword.class);
        }
        Set<MailParameters.Keyword> known = EnumSet.of(MailParameters.Keyword.SIZE, MailParameters.Keyword.BODY);
        if (session.protocol() != Protocol.LMTP
                && session.policy().authenticator().isPresent()) {
            known.add(MailParameters.Keyword.AUTH);
        }
        return known;
    }

    // RFC 4954 3: the mechanisms, separated by spaces
    private static Optional<String> offered(SmtpSession session) {
        Optional<Authenticator> authenticator = session.policy().authenticator();
        if (session.protocol() == Protocol.LMTP || authenticator.isEmpty() || session.authNeedsTlsFirst()) {
            return Optional.empty();
        }
        String names = authenticator.get().mechanisms(session.protection()).stream()
                .map(MechanismInfo::name)
                .collect(Collectors.joining(" "));
        return names.isEmpty() ? Optional.empty() : Optional.of(names);
    }
}
