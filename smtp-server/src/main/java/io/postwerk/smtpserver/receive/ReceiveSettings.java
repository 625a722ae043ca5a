package io.postwerk.smtpserver.receive;

import io.postwerk.config.server.SmtpServerConfig;
import io.postwerk.smtp.server.SessionLimits;
import java.time.Duration;

/**
 * The static rules of receiving.
 *
 * @param authNeedsTls whether AUTH is neither offered nor accepted before TLS
 * @param limits of a session
 */
public record ReceiveSettings(boolean authNeedsTls, SessionLimits limits) {

    public static ReceiveSettings of(SmtpServerConfig config) {
        SmtpServerConfig.Limits limits = config.limits();
        Duration wait = Duration.ofSeconds(limits.commandTimeoutSeconds());
        return new ReceiveSettings(
                config.auth().requireTls(),
                SessionLimits.DEFAULT
                        .withMessageOctets(limits.messageOctets())
                        .withRecipients(limits.recipients())
                        .withTimeouts(wait, wait));
    }
}
