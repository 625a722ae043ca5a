package io.postwerk.authsidecar.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.sasl.wire.AuthCommand;
import io.postwerk.sasl.wire.AuthVerb;
import io.postwerk.sasl.wire.WireException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AuthCommandTableTest {

    /** In the lines a space stands for TAB. */
    private static String line(AuthVerb verb) {
        return switch (verb) {
            case VERSION -> "VERSION 1 2";
            case CPID -> "CPID 17";
            case AUTH -> "AUTH 1 PLAIN service=imap";
            case CONT -> "CONT 1 YQ==";
            case CANCEL -> "CANCEL 1";
        };
    }

    @ParameterizedTest
    @EnumSource
    void theHandlerTakesWhatTheVerbReads(AuthVerb verb) throws WireException {
        AuthCommand command = AuthCommand.parse(line(verb).replace(' ', '\t'));
        assertThat(command.verb()).isEqualTo(verb);
        assertThat(AuthCommandTable.find(verb).type()).isEqualTo(command.getClass());
    }
}
