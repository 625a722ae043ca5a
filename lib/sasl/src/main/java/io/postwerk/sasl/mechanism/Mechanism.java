package io.postwerk.sasl.mechanism;

import io.postwerk.sasl.MechanismInfo;

/** The server side of a SASL mechanism, ready for any number of exchanges at once. */
public interface Mechanism {

    MechanismInfo info();

    /** A new exchange. */
    MechanismExchange open(ExchangeFacts facts);
}
