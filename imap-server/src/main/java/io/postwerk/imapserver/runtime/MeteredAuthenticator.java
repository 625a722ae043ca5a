package io.postwerk.imapserver.runtime;

import io.postwerk.sasl.AuthFacts;
import io.postwerk.sasl.Authenticator;
import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.MechanismInfo;
import io.postwerk.sasl.Protection;
import io.postwerk.sasl.SaslExchange;
import io.postwerk.sasl.SaslStep;
import java.util.List;
import java.util.Optional;

/** Counts how logins go, whatever the protocol. */
final class MeteredAuthenticator implements Authenticator {
    /** Is told of each login that is decided. */
    interface Meter {
        void succeeded(String service);

        void failed(String service, FailureReason reason);
    }

    private final Authenticator authenticator;
    private final Meter meter;

    MeteredAuthenticator(Authenticator authenticator, Meter meter) {
        this.authenticator = authenticator;
        this.meter = meter;
    }

    @Override
    public List<MechanismInfo> mechanisms(Protection protection) {
        return authenticator.mechanisms(protection);
    }

    @Override
    public SaslExchange start(String mechanism, Optional<byte[]> initialResponse, AuthFacts facts) {
        SaslExchange exchange = authenticator.start(mechanism, initialResponse, facts);
        count(exchange.step(), facts.service());
        return new SaslExchange() {
            @Override
            public SaslStep step() {
                return exchange.step();
            }

            @Override
            public SaslStep respond(byte[] response) {
                SaslStep step = exchange.respond(response);
                count(step, facts.service());
                return step;
            }

            @Override
            public void cancel() {
                exchange.cancel();
            }
        };
    }

    private void count(SaslStep step, String service) {
        switch (step) {
            case SaslStep.Challenge _ -> {}
            case SaslStep.Success _ -> meter.succeeded(service);
            case SaslStep.Failure(FailureReason reason) -> meter.failed(service, reason);
        }
    }
}
