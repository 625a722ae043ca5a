package io.postwerk.smtp;

import java.util.Base64;

/** Writes command lines, as a client sends them: the inverse of {@link SmtpCommandParser}. */
public final class SmtpCommandWriter {
    private SmtpCommandWriter() {}

    /** The line with its CRLF. */
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
            case SmtpCommand.Data() -> "DATA";
            case SmtpCommand.Rset() -> "RSET";
            case SmtpCommand.Noop() -> "NOOP";
            case SmtpCommand.Vrfy(String argument) -> "VRFY " + argument;
            case SmtpCommand.Expn(String argument) -> "EXPN " + argument;
            case SmtpCommand.Help() -> "HELP";
            case SmtpCommand.Quit() -> "QUIT";
            case SmtpCommand.StartTls() -> "STARTTLS";
            case SmtpCommand.Auth auth ->
                "AUTH " + auth.mechanism()
                        + auth.initialResponse()
                                .map(SmtpCommandWriter::initialResponse)
                                .orElse("");
        };
    }

    private static String initialResponse(byte[] octets) {
        // RFC 4954 4: an empty initial response is "="
        return " " + (octets.length == 0 ? "=" : Base64.getEncoder().encodeToString(octets));
    }
}
