package io.postwerk.trust;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

/** When a certificate is to be replaced. */
public final class Renewal {

    private Renewal() {}

    /** Whether less than a third of its validity remains, or it is not valid yet. */
    public static boolean isDue(X509Certificate certificate, Instant now) {
        Instant from = certificate.getNotBefore().toInstant();
        Instant end = certificate.getNotAfter().toInstant();
        Duration whole = Duration.between(from, end);
        return now.isBefore(from) || Duration.between(now, end).multipliedBy(3).compareTo(whole) < 0;
    }
}
