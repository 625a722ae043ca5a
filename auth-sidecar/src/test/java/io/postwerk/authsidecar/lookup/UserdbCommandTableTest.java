package io.postwerk.authsidecar.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.sasl.wire.UserdbCommand;
import io.postwerk.sasl.wire.UserdbVerb;
import io.postwerk.sasl.wire.WireException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UserdbCommandTableTest {

    /** In the lines a space stands for TAB. */
    private static String line(UserdbVerb verb) {
        return switch (verb) {
            case VERSION -> "VERSION 1 2";
            case USER -> "USER 1 alice@example.org service=imap";
            case PASS -> "PASS 1 alice@example.org service=imap";
            case LIST -> "LIST 1";
            case REQUEST -> "REQUEST 1 17 2 0123456789abcdef0123456789abcdef";
            case WATCH -> "WATCH 1";
        };
    }

    @ParameterizedTest
    @EnumSource
    void theHandlerTakesWhatTheVerbReads(UserdbVerb verb) throws WireException {
        UserdbCommand command = UserdbCommand.parse(line(verb).replace(' ', '\t'));
        assertThat(command.verb()).isEqualTo(verb);
        assertThat(UserdbCommandTable.find(verb).type()).isEqualTo(command.getClass());
    }
}
