package io.postwerk.net;

import io.postwerk.trust.HostNames;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Reads the result of a handshake from its engine. */
final class TlsInfos {

    /** RFC 9266 2. */
    private static final String EXPORTER_LABEL = "EXPORTER-Channel-Binding";

    private static final int EXPORTER_OCTETS = 32;

    private TlsInfos() {}

    static TlsInfo of(SSLEngine engine, boolean peerVerified) {
        ExtendedSSLSession session = (ExtendedSSLSession) engine.getSession();
        Optional<X509Certificate> peer = peerCertificate(session);
        return new TlsInfo(
                session.getProtocol(),
                session.getCipherSuite(),
                serverName(session),
                // A session that is resumed was verified when it began, which may be a day ago.
                peer.filter(certificate -> peerVerified && isInForce(certificate, Instant.now()))
                        .map(certificate -> new TlsInfo.PeerCertificate(
                                certificate.getSubjectX500Principal().getName(),
                                HostNames.of(certificate),
                                HostNames.mailAddresses(certificate))),
                channelBindings(session, engine.getUseClientMode() ? peer : ownCertificate(session)));
    }

    static boolean isInForce(X509Certificate certificate, Instant now) {
        return !now.isBefore(certificate.getNotBefore().toInstant())
                && !now.isAfter(certificate.getNotAfter().toInstant());
    }

    private static Optional<String> serverName(ExtendedSSLSession session) {
        return session.getRequestedServerNames().stream()
                .filter(SNIHostName.class::isInstance)
                .map(name -> ((SNIHostName) name).getAsciiName().toLowerCase(Locale.ROOT))
                .findFirst();
    }

    private static Optional<X509Certificate> peerCertificate(ExtendedSSLSession session) {
        try {
            return first(session.getPeerCertificates());
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty(); // It showed none.
        }
    }

    private static Optional<X509Certificate> ownCertificate(ExtendedSSLSession session) {
        return first(session.getLocalCertificates());
    }

    private static Optional<X509Certificate> first(Certificate[] chain) {
        return chain != null && chain.length > 0 && chain[0] instanceof X509Certificate certificate
                ? Optional.of(certificate)
                : Optional.empty();
    }

    private static Map<String, byte[]> channelBindings(
            ExtendedSSLSession session, Optional<X509Certificate> serverCertificate) {
        Map<String, byte[]> bindings = new HashMap<>();
        exporter(session).ifPresent(data -> bindings.put(TlsInfo.TLS_EXPORTER, data));
        serverCertificate
                .flatMap(TlsInfos::serverEndPoint)
                .ifPresent(data -> bindings.put(TlsInfo.TLS_SERVER_END_POINT, data));
        return bindings;
    }

    private static Optional<byte[]> exporter(ExtendedSSLSession session) {
        try {
            // RFC 9266 2: a context of no octets, 32 octets of data.
            return Optional.of(session.exportKeyingMaterialData(EXPORTER_LABEL, new byte[0], EXPORTER_OCTETS));
        } catch (SSLException | UnsupportedOperationException | IllegalStateException e) {
            return Optional.empty(); // TLS 1.2 without the extended master secret (RFC 9266 4.2).
        }
    }

    /** RFC 5929 4.1: the hash that the certificate is signed with, SHA-256 instead of MD5 and SHA-1; none for EdDSA. */
    static Optional<byte[]> serverEndPoint(X509Certificate certificate) {
        String signature = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        int with = signature.indexOf("WITH");
        if (with < 0) {
            return Optional.empty();
        }
        String hash = signature.substring(0, with);
        String algorithm = switch (hash) {
            case "MD5", "SHA1" -> "SHA-256";
            default -> hash.replaceFirst("^SHA(?=[0-9])", "SHA-");
        };
        try {
            return Optional.of(MessageDigest.getInstance(algorithm).digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }
}
