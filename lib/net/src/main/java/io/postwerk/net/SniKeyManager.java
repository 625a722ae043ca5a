package io.postwerk.net;

import io.postwerk.trust.HostNames;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Shows the certificate whose hosts match the name that the client asks for (RFC 6066 3). If none does, or the client
 * asks for none, it shows the first and those for the same hosts. An alias is an index into the entries. As JSSE
 * requires, it returns null when nothing fits.
 */
final class SniKeyManager extends X509ExtendedKeyManager {

    /** A certificate chain, its key, and the hosts ({@link HostNames#canonical}) to show it for. */
    record Entry(List<String> hosts, List<X509Certificate> chain, PrivateKey key) {

        boolean isFor(String host) {
            return hosts.stream().anyMatch(pattern -> HostNames.matches(pattern, host));
        }

        boolean isOfType(String keyType) {
            return key.getAlgorithm().equals(keyType);
        }
    }

    private final List<Entry> entries;

    SniKeyManager(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        ExtendedSSLSession session = (ExtendedSSLSession) engine.getHandshakeSession();
        Optional<String> host = session.getRequestedServerNames().stream()
                .filter(SNIHostName.class::isInstance)
                .map(name -> ((SNIHostName) name).getAsciiName().toLowerCase(Locale.ROOT))
                .findFirst();
        List<Entry> candidates = host.map(name ->
                        entries.stream().filter(entry -> entry.isFor(name)).toList())
                .filter(matching -> !matching.isEmpty())
                .orElseGet(() -> entries.stream()
                        .filter(entry -> entry.hosts.equals(entries.getFirst().hosts))
                        .toList());
        return candidates.stream()
                .filter(entry -> entry.isOfType(keyType))
                .findFirst()
                .map(entry -> Integer.toString(entries.indexOf(entry)))
                .orElse(null);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
        // The issuers that the server accepts are ignored: its refusal of a wrong certificate is a clearer error than
        // a missing one.
        return Arrays.stream(keyTypes)
                .flatMap(keyType -> Arrays.stream(aliases(keyType)))
                .findFirst()
                .orElse(null);
    }

    private String[] aliases(String keyType) {
        return IntStream.range(0, entries.size())
                .filter(i -> entries.get(i).isOfType(keyType))
                .mapToObj(Integer::toString)
                .toArray(String[]::new);
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return entries.get(Integer.parseInt(alias)).chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return entries.get(Integer.parseInt(alias)).key();
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return aliases(keyType);
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return aliases(keyType);
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        throw new UnsupportedOperationException("engines only");
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        throw new UnsupportedOperationException("engines only");
    }
}
