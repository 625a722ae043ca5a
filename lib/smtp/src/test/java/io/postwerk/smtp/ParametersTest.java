package io.postwerk.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.smtp.MailParameters.BodyType;
import io.postwerk.smtp.MailParameters.Keyword;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersTest {
    private static final Set<Keyword> ALL = EnumSet.allOf(Keyword.class);

    @Test
    void readsNone() {
        assertThat(mail("", ALL)).isEqualTo(new Parsed.Valid<>(MailParameters.NONE));
        assertThat(mail("", Set.of())).isEqualTo(new Parsed.Valid<>(MailParameters.NONE));
        assertThat(rcpt("", true)).isEqualTo(new Parsed.Valid<>(RcptParameters.NONE));
    }

    @Test
    void readsAll() {
        assertThat(mail(" SIZE=12345 BODY=8bitmime AUTH=e+3Dmc2@example.com", ALL))
                .isEqualTo(new Parsed.Valid<>(new MailParameters(
                        OptionalLong.of(12345), BodyType.EIGHT_BIT, Optional.of("e=mc2@example.com"))));
    }

    @ParameterizedTest
    @CsvSource({"0,0", "1,1", "000000000000000000017,17", "999999999999999999,999999999999999999"})
    void readsSizes(String text, long octets) {
        if (text.length() > 20) {
            // RFC 1870 3: up to 20 digits
            assertRefused(mail(" SIZE=" + text, ALL), Replies.badParameter("SIZE"));
        } else {
            assertThat(mail(" SIZE=" + text, ALL))
                    .isInstanceOfSatisfying(
                            Parsed.Valid.class,
                            valid -> assertThat(((MailParameters) valid.value()).size())
                                    .hasValue(octets));
        }
    }

    @Test
    void takesAnEndlessSizeForEndless() {
        assertThat(mail(" SIZE=99999999999999999999", ALL))
                .isEqualTo(new Parsed.Valid<>(
                        new MailParameters(OptionalLong.of(Long.MAX_VALUE), BodyType.SEVEN_BIT, Optional.empty())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {" SIZE", " SIZE=x", " SIZE=-1", " BODY", " BODY=BINARYMIME", " BODY=8BIT", " AUTH", " AUTH=+3d"})
    void refusesBadValues(String parameters) {
        String keyword = parameters.substring(1).replaceAll("=.*", "");
        assertRefused(mail(parameters, ALL), Replies.badParameter(keyword));
    }

    @Test
    void refusesWhatWasNotAnnounced() {
        // RFC 5321 4.1.1.11
        assertRefused(mail(" SIZE=1", Set.of()), Replies.unknownParameter("SIZE"));
        assertRefused(mail(" AUTH=<>", EnumSet.of(Keyword.SIZE, Keyword.BODY)), Replies.unknownParameter("AUTH"));
        assertRefused(mail(" SMTPUTF8", ALL), Replies.unknownParameter("SMTPUTF8"));
        assertRefused(mail(" SIZE=1 RET=HDRS", ALL), Replies.unknownParameter("RET"));
        assertRefused(rcpt(" NOTIFY=NEVER", true), Replies.unknownParameter("NOTIFY"));
        assertRefused(rcpt(" XDELIVERYID=a", false), Replies.unknownParameter("XDELIVERYID"));
    }

    @Test
    void readsDeliveryIds() {
        assertThat(rcpt(" XDELIVERYID=01JD+2B7/x", true))
                .isEqualTo(new Parsed.Valid<>(new RcptParameters(Optional.of("01JD+7/x"))));
        assertThat(rcpt(" XDELIVERYID=" + "a".repeat(100), true)).isInstanceOf(Parsed.Valid.class);
    }

    @Test
    void refusesBadDeliveryIds() {
        for (String value : new String[] {"", "=a+20b", "=+C3+BC", "=+00", "=" + "a".repeat(101), "=+"}) {
            assertRefused(rcpt(" XDELIVERYID" + value, true), Replies.badParameter("XDELIVERYID"));
        }
    }

    private static void assertRefused(Parsed<?> parsed, SmtpReply reply) {
        assertThat(parsed).isEqualTo(new Parsed.Refused<>(reply));
    }

    private static Parsed<MailParameters> mail(String parameters, Set<Keyword> announced) {
        SmtpCommand.Mail command = (SmtpCommand.Mail) command("MAIL FROM:<>" + parameters);
        return MailParameters.read(command.parameters(), announced);
    }

    private static Parsed<RcptParameters> rcpt(String parameters, boolean deliveryIds) {
        SmtpCommand.Rcpt command = (SmtpCommand.Rcpt) command("RCPT TO:<a@example.org>" + parameters);
        return RcptParameters.read(command.parameters(), deliveryIds);
    }

    private static SmtpCommand command(String line) {
        return ((SmtpCommandParser.Line.Valid) SmtpCommandParser.parse(line.getBytes(StandardCharsets.US_ASCII)))
                .command();
    }
}
