package io.postwerk.smtpserver.receive;

import io.postwerk.config.limits.SmtpLimits;
import io.postwerk.net.ClientAddress;
import io.postwerk.net.ClientRates;
import io.postwerk.smtp.server.ClientFacts;
import io.postwerk.smtp.server.RefusalPace;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * How many recipients each client was refused. What exceeds the rate is answered when it would be within it, so that more
 * connections bring no more answers; a client whose refusals would wait for longer than {@link #LONGEST} is turned away.
 */
public final class RecipientRefusals {
    static final Duration LONGEST = Duration.ofSeconds(10);

    private final ClientRates rates;
    private final Supplier<SmtpLimits> limits;

    /**
     * @param limits as they are now
     * @param nanoTime as {@link System#nanoTime}
     */
    public RecipientRefusals(Supplier<SmtpLimits> limits, LongSupplier nanoTime) {
        this.limits = limits;
        this.rates = new ClientRates(nanoTime);
    }

    /** The pace of one client. */
    RefusalPace of(ClientFacts client) {
        Optional<InetAddress> address = client.address().filter(ip -> !isExempt(ip));
        return address.<RefusalPace>map(ip -> new Counted(ClientAddress.of(ip))).orElse(RefusalPace.ANY);
    }

    private boolean isExempt(InetAddress address) {
        return limits.get().clients().exemptNetworks().stream().anyMatch(network -> network.contains(address));
    }

    private final class Counted implements RefusalPace {
        private final ClientAddress client;

        Counted(ClientAddress client) {
            this.client = client;
        }

        @Override
        public boolean exhausted() {
            return rates.peek(client, rate()).compareTo(LONGEST) > 0;
        }

        @Override
        public Duration refused() {
            return rates.count(client, rate());
        }

        private ClientRates.Rate rate() {
            return ClientRates.Rate.perMinute(limits.get().refusedRecipientsPerMinute());
        }
    }
}
