package io.postwerk.smtpserver.routing;

import static io.postwerk.smtpserver.queue.QueueFixtures.address;
import static io.postwerk.smtpserver.routing.FakeUsers.login;
import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.config.routing.RoutingTable;
import io.postwerk.sasl.User;
import io.postwerk.smtpserver.routing.SenderOwnership.Answer;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SenderOwnershipTest {
    private final FakeUsers users = new FakeUsers()
            .with("alice@example.org", "bob@example.org", "carol@example.org")
            .unavailable("eve@example.org");

    private final RoutingTable table = new TableBuilder()
            .mailbox("example.org", "bob@example.org")
            .mailbox("catch.test")
            .catchAll("catch.test", "alice@example.org")
            .alias("alias.test")
            .local("local.test", "example.org")
            .unavailable("broken.test")
            .relayAny("relay.test", "inner.example.org")
            .alias("info@example.org", "alice@example.org", "bob@example.org")
            .alias("far@alias.test", "info@example.org")
            .alias("shop@relay.test", "alice@example.org")
            .alias("loop@alias.test", "loop@alias.test", "pool@alias.test")
            .alias("pool@alias.test", "loop@alias.test")
            .alias("doubt@alias.test", "eve@example.org")
            .alias("either@alias.test", "eve@example.org", "alice@example.org")
            .alias("out@alias.test", "alice@elsewhere.test")
            .brokenAlias("broken@alias.test")
            .forward("carol@example.org", false, "alice@example.org")
            .forward("bob@example.org", true, "alice@example.org")
            .alias("carols@alias.test", "carol@example.org")
            .build();

    private String check(String user, String sender) {
        return switch (new SenderOwnership(users).check(Optional.of(table), login(user), address(sender))) {
            case Answer.Owned() -> "owned";
            case Answer.NotOwned() -> "not";
            case Answer.Unavailable _ -> "unavailable";
        };
    }

    @ParameterizedTest
    @CsvSource({
        "alice@example.org,   owned",
        "Alice@EXAMPLE.org,   owned",
        "alice@local.test,    owned",
        "info@example.org,    owned",
        "INFO@example.org,    owned",
        "info@local.test,     owned",
        "far@alias.test,      owned",
        "shop@relay.test,     owned",
        "either@alias.test,   owned",
        // Another user's, wherever it forwards to
        "bob@example.org,     not",
        "carol@example.org,   not",
        "carols@alias.test,   not",
        "bob@local.test,      not",
        // The postmaster's, who is bob
        "postmaster@example.org, not",
        // A catch-all receives for names, it does not speak for them
        "whoever@catch.test,  not",
        "alice@catch.test,    not",
        // Nobody's
        "nobody@example.org,  not",
        "nobody@alias.test,   not",
        "loop@alias.test,     not",
        "out@alias.test,      not",
        "alice@elsewhere.test, not",
        "alice+tag@example.org, not",
        // In doubt
        "alice@broken.test,   unavailable",
        "eve@example.org,     unavailable",
        "doubt@alias.test,    unavailable",
        "broken@alias.test,   unavailable",
    })
    void decidesForAlice(String sender, String expected) {
        assertThat(check("alice@example.org", sender)).isEqualTo(expected);
    }

    @Test
    void givesThePostmasterItsAddress() {
        assertThat(check("bob@example.org", "postmaster@example.org")).isEqualTo("owned");
        assertThat(check("bob@example.org", "Postmaster@local.test")).isEqualTo("owned");
    }

    @Test
    void needsNoRoutingForTheUsersOwnAddress() {
        SenderOwnership ownership = new SenderOwnership(users);
        assertThat(ownership.check(Optional.empty(), login("alice@example.org"), address("ALICE@example.org")))
                .isEqualTo(new Answer.Owned());
        assertThat(ownership.check(Optional.empty(), login("alice@example.org"), address("info@example.org")))
                .isInstanceOf(Answer.Unavailable.class);
        assertThat(users.lookups()).isEmpty();
    }

    @Test
    void goesByTheMailboxAndNotByTheName() {
        // The same address, made again for somebody else.
        var former = User.of(address("former@example.org"), "id-former");
        users.with("heir@example.org");
        assertThat(new SenderOwnership(users).check(Optional.of(table), former, address("heir@example.org")))
                .isEqualTo(new Answer.NotOwned());
    }
}
