package io.postwerk.authsidecar.runtime;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.postwerk.mail.EmailAddress;
import io.postwerk.net.NetClient;
import io.postwerk.net.NetSettings;
import io.postwerk.sasl.AuthFacts;
import io.postwerk.sasl.SaslExchange;
import io.postwerk.sasl.SaslStep;
import io.postwerk.sasl.UserLookup;
import io.postwerk.sasl.client.AuthSocketClient;
import io.postwerk.sasl.client.ClientTimeouts;
import io.postwerk.sasl.client.Connector;
import io.postwerk.sasl.client.UserDirectoryClient;
import io.postwerk.sasl.mechanism.ScramClient;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** What a training run does: starts the service in a scratch folder, logs in by every mechanism, looks a user up. */
final class TrainingExercise {

    private static final String PASSWORD = "training";

    private TrainingExercise() {}

    static void run(Path scratch) throws Exception {
        var config = new TrainingConfig(scratch, EmailAddress.parse("training@example.org"), PASSWORD);
        config.write();
        AuthSidecar program = AuthSidecar.create(scratch, new SimpleMeterRegistry());
        program.lifecycle().start();
        try (NetClient net = NetClient.create(NetSettings.defaults().withEventLoops(1));
                AuthSocketClient logins = AuthSocketClient.start(
                        Connector.unix(net, config.socket("auth-internal")), true, ClientTimeouts.defaults());
                UserDirectoryClient users = UserDirectoryClient.start(
                        Connector.unix(net, config.socket("userdb")), ClientTimeouts.defaults())) {
            logInByPlain(logins, config);
            logInByPlain(logins, config);
            logInByScram(logins, config);
            require(users.lookup(config.user(), "lmtp", 1) instanceof UserLookup.Found);
        } finally {
            program.lifecycle().stop();
        }
    }

    private static void logInByPlain(AuthSocketClient logins, TrainingConfig config) {
        byte[] message = ("\0" + config.user() + "\0" + config.password()).getBytes(StandardCharsets.UTF_8);
        require(logins.start("PLAIN", Optional.of(message), facts()).step() instanceof SaslStep.Success);
    }

    private static void logInByScram(AuthSocketClient logins, TrainingConfig config) throws Exception {
        var client = new ScramClient(config.user().toString(), config.password(), "training");
        SaslExchange exchange = logins.start("SCRAM-SHA-256", Optional.of(client.first()), facts());
        if (exchange.step() instanceof SaslStep.Challenge(byte[] challenge)) {
            exchange.respond(client.answer(challenge).orElseThrow());
        }
        require(exchange.step() instanceof SaslStep.Success);
    }

    private static AuthFacts facts() {
        var here = new InetSocketAddress("127.0.0.1", 1);
        return new AuthFacts("imap", here, here, true, Optional.empty(), "training");
    }

    private static void require(boolean done) {
        if (!done) {
            throw new IllegalStateException("the training exercise failed");
        }
    }
}
