package io.postwerk.sasl.client;

import io.postwerk.sasl.SaslExchange;
import io.postwerk.sasl.SaslStep;

/** An exchange that was over before it began. */
record EndedExchange(SaslStep step) implements SaslExchange {

    @Override
    public SaslStep respond(byte[] response) {
        throw new IllegalStateException("no challenge is due");
    }

    @Override
    public void cancel() {}
}
