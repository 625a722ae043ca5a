package io.postwerk.trust;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What to put into a certificate.
 *
 * @param commonName for people to read; programs look at the hosts
 * @param hosts subject alternative names: DNS names, wildcards included, and IP addresses
 * @param usages at least one
 * @param validity from now on; never beyond the end of the CA itself
 */
public record CertificateRequest(String commonName, List<String> hosts, Set<Usage> usages, Duration validity) {
    public CertificateRequest {
        hosts = List.copyOf(hosts);
        usages = Set.copyOf(usages);
    }

    public static CertificateRequest server(String commonName, List<String> hosts, Duration validity) {
        return new CertificateRequest(commonName, hosts, Set.of(Usage.SERVER), validity);
    }

    public static CertificateRequest client(String commonName, Duration validity) {
        return new CertificateRequest(commonName, List.of(), Set.of(Usage.CLIENT), validity);
    }
}
