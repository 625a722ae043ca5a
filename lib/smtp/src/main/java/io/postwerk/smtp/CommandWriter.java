package io.postwerk.smtp;

import java.util.Base64;

/** Writes command lines, as a client sends them: the inverse of {@link CommandParser}. */
public final class CommandWriter {
    private CommandWriter() {}

    /**
     * The line with its CRLF.
     *
     * @throws IllegalArgumentException if the command cannot be sent: it is unknown or malformed
     */
    public static String write(SmtpCommand command) {
        return line(command) + "\r\n";
    }

    private static String line(SmtpCommand command) {
        return switch (command) {
            case SmtpCommand.Helo(HelloName name) -> "HELO " + name.text();
            case SmtpCommand.Ehlo(HelloName name) -> "EHLO " + name.text();
            case SmtpCommand.Lhlo(HelloName name) -> "LHLO " + name.text();
            case SmtpCommand.Mail(ReversePath path, EsmtpParameters parameters) -> "MAIL FROM:" + path + parameters;
            case SmtpCommand.Rcpt(ForwardPath path, EsmtpParameters parameters) -> "RCPT TO:" + path + parameters;
            case SmtpCommand.Vrfy(String argument) -> "VRFY " + argument;
            case SmtpCommand.Expn(String argument) -> "EXPN " + argument;
            case SmtpCommand.Auth auth ->
                "AUTH " + auth.mechanism()
                        + auth.initialResponse()
                                .map(CommandWriter::initialResponse)
                                .orElse("");
            case SmtpCommand.Data _,
                    SmtpCommand.Rset _,
                    SmtpCommand.Noop _,
                    SmtpCommand.Help _,
                    SmtpCommand.Quit _,
                    SmtpCommand.StartTls _ -> command.verb().name();
            case SmtpCommand.Unknown _, SmtpCommand.Malformed _ ->
                throw new IllegalArgumentException("no command to send: " + command);
        };
    }

    private static String initialResponse(byte[] octets) {
        // RFC 4954 4: an empty initial response is "="
        return " " + (octets.length == 0 ? "=" : Base64.getEncoder().encodeToString(octets));
    }
}
