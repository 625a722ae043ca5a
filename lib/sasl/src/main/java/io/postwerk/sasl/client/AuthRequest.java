package io.postwerk.sasl.client;

import io.postwerk.sasl.AuthFacts;
import io.postwerk.sasl.wire.AuthCommand.Auth;
import io.postwerk.sasl.wire.Parameters;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Base64;
import java.util.Optional;

/** What AUTH tells the service of a client's connection. */
final class AuthRequest {

    private AuthRequest() {}

    static LinkSession.Request of(String mechanism, AuthFacts facts, Optional<byte[]> initialResponse) {
        Parameters parameters = parameters(facts);
        Optional<String> response = initialResponse.map(Base64.getEncoder()::encodeToString);
        return id -> new Auth(id, mechanism, parameters, response);
    }

    private static Parameters parameters(AuthFacts facts) {
        var parameters = Parameters.builder()
                .add("service", facts.service())
                .add(Auth.NO_LOGIN)
                .add(Auth.FINAL_RESPONSE_OK)
                .addIf(facts.secured(), facts.tls().isPresent() ? "secured=tls" : "secured")
                .add("session", facts.sessionId());
        address(parameters, "l", facts.local());
        address(parameters, "r", facts.remote());
        facts.tls()
                .ifPresent(tls -> parameters
                        .add("local_name", tls.serverName())
                        .add("tls_protocol", tls.protocol())
                        .add("tls_cipher", tls.cipher())
                        .addIf(tls.certificateUser().isPresent(), Auth.VALID_CERTIFICATE)
                        .add(Auth.CERTIFICATE_USER, tls.certificateUser()));
        return parameters.build();
    }

    private static void address(Parameters.Builder parameters, String side, SocketAddress address) {
        if (address instanceof InetSocketAddress inet && !inet.isUnresolved()) {
            String host = inet.getAddress().getHostAddress();
            int scope = host.indexOf('%');
            parameters
                    .add(side + "ip", scope < 0 ? host : host.substring(0, scope))
                    .add(side + "port", Integer.toString(inet.getPort()));
        }
    }
}
