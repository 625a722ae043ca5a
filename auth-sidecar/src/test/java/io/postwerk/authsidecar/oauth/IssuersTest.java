package io.postwerk.authsidecar.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.postwerk.config.SecretText;
import io.postwerk.config.credentials.SmtpCredentials;
import io.postwerk.config.server.TokenIssuerConfig;
import io.postwerk.sasl.mechanism.TokenCheck.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** JWTs (RFC 7519) against an issuer's keys, and opaque tokens that it is asked about (RFC 7662). */
class IssuersTest {

    private static final String ISSUER = "https://issuer.example";
    private static final Answer ALICE = new Answer.Valid("alice@example.org");

    private HttpServer server;
    private ECKey key;
    private volatile String introspection =
            "{\"active\":true,\"aud\":\"mail\",\"email\":\"alice@example.org\",\"email_verified\":true}";
    private String userClaim = "email";
    private boolean requireVerifiedEmail = true;
    private volatile String asked = "";
    private volatile String authorization = "";
    private volatile int status = 200;
    private volatile int keyRequests;
    private Issuers issuers;

    @BeforeEach
    void start() throws Exception {
        key = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/keys", exchange -> {
            keyRequests++;
            respond(exchange, new JWKSet(key.toPublicJWK()).toString());
        });
        server.createContext("/introspect", exchange -> {
            asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            authorization = exchange.getRequestHeaders().getFirst("Authorization");
            respond(exchange, introspection);
        });
        server.start();
    }

    private void respond(com.sun.net.httpserver.HttpExchange exchange, String text) throws IOException {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, octets.length);
        exchange.getResponseBody().write(octets);
        exchange.close();
    }

    @AfterEach
    void stop() {
        issuers.close();
        server.stop(0);
    }

    private String address(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private Issuers withKeys() throws IOException {
        issuers = new Issuers(
                List.of(new TokenIssuerConfig(
                        "corp",
                        ISSUER,
                        "mail",
                        userClaim,
                        requireVerifiedEmail,
                        Optional.of(address("/keys")),
                        Optional.empty(),
                        Optional.empty())),
                name -> Optional.empty(),
                InstantSource.system());
        return issuers;
    }

    private Issuers withQuestions() throws IOException {
        var login = new SmtpCredentials.Login("corp", "mail server", new SecretText("s:cret"));
        issuers = new Issuers(
                List.of(new TokenIssuerConfig(
                        "corp",
                        ISSUER,
                        "mail",
                        userClaim,
                        requireVerifiedEmail,
                        Optional.empty(),
                        Optional.of(address("/introspect")),
                        Optional.empty())),
                name -> Optional.of(login).filter(l -> l.name().equals(name)),
                InstantSource.system());
        return issuers;
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience("mail")
                .claim("email", "alice@example.org")
                .claim("email_verified", true)
                .expirationTime(Date.from(Instant.now().plusSeconds(600)));
    }

    private String token(JWTClaimsSet claims) throws JOSEException {
        return token(claims, JOSEObjectType.JWT, new ECDSASigner(key), JWSAlgorithm.ES256);
    }

    private static String token(JWTClaimsSet claims, JOSEObjectType type, JWSSigner signer, JWSAlgorithm algorithm)
            throws JOSEException {
        var jwt = new SignedJWT(
                new JWSHeader.Builder(algorithm).keyID("k1").type(type).build(), claims);
        jwt.sign(signer);
        return jwt.serialize();
    }

    @Test
    void aTokenOfTheIssuerIsValid() throws Exception {
        Issuers tokens = withKeys();
        assertThat(tokens.check(token(claims().build()))).isEqualTo(ALICE);
        assertThat(tokens.check(token(
                        claims().build(), new JOSEObjectType("at+jwt"), new ECDSASigner(key), JWSAlgorithm.ES256)))
                .isEqualTo(ALICE);
        assertThat(keyRequests).as("keys are kept").isEqualTo(1);
        assertThat(tokens.configurationAddress()).contains(ISSUER + "/.well-known/openid-configuration");
    }

    /** RFC 8725: what is signed by others, by nobody, with a shared secret, for others, or too old. */
    @Test
    void otherTokensAreNot() throws Exception {
        Issuers tokens = withKeys();
        var invalid = new Answer.Invalid();
        ECKey others = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
        assertThat(tokens.check(
                        token(claims().build(), JOSEObjectType.JWT, new ECDSASigner(others), JWSAlgorithm.ES256)))
                .isEqualTo(invalid);
        byte[] secret = key.toPublicJWK().toString().getBytes(StandardCharsets.UTF_8);
        assertThat(tokens.check(token(claims().build(), JOSEObjectType.JWT, new MACSigner(secret), JWSAlgorithm.HS256)))
                .isEqualTo(invalid);
        assertThat(tokens.check(new PlainJWT(claims().build()).serialize())).isEqualTo(invalid);
        assertThat(tokens.check(token(claims().issuer("https://other.example").build())))
                .isEqualTo(invalid);
        assertThat(tokens.check(token(claims().audience("web").build()))).isEqualTo(invalid);
        assertThat(tokens.check(
                        token(claims().expirationTime(Date.from(Instant.now().minusSeconds(600)))
                                .build())))
                .isEqualTo(invalid);
        assertThat(tokens.check(token(claims().expirationTime(null).build()))).isEqualTo(invalid);
        assertThat(tokens.check(token(claims().claim("email", null).build()))).isEqualTo(invalid);
        assertThat(tokens.check("opaque")).isEqualTo(invalid);
        assertThat(tokens.check("a.b.c")).isEqualTo(invalid);
        assertThat(tokens.check("")).isEqualTo(invalid);
    }

    @Test
    void keysThatCannotBeHadDecideNothing() throws Exception {
        Issuers tokens = withKeys();
        status = 503;
        assertThat(tokens.check(token(claims().build()))).isEqualTo(new Answer.Unavailable());
        status = 200;
        assertThat(tokens.check(token(claims().build()))).isEqualTo(ALICE);
    }

    @Test
    void theIssuerIsAsked() throws Exception {
        Issuers tokens = withQuestions();
        assertThat(tokens.check("opaque+/=")).isEqualTo(ALICE);
        assertThat(asked).isEqualTo("token=opaque%2B%2F%3D&token_type_hint=access_token");
        // RFC 6749 2.3.1: "mail+server:s%3Acret"
        assertThat(authorization).isEqualTo("Basic bWFpbCtzZXJ2ZXI6cyUzQWNyZXQ=");
        for (String no : List.of(
                "{\"active\":false}",
                "{\"email\":\"alice@example.org\"}",
                "{\"active\":\"true\",\"email\":\"alice@example.org\"}",
                "{\"active\":true}",
                "{\"active\":true,\"email\":7}",
                "{\"active\":true,\"email\":\"alice@example.org\",\"exp\":1}",
                "{\"active\":true,\"email\":\"alice@example.org\",\"iss\":\"https://other.example\"}")) {
            introspection = no.replace("}", ",\"aud\":\"mail\",\"email_verified\":true}");
            assertThat(tokens.check("opaque")).as(no).isEqualTo(new Answer.Invalid());
        }
        introspection = "not JSON";
        assertThat(tokens.check("opaque")).isEqualTo(new Answer.Unavailable());
        introspection = "{\"active\":true,\"x\":\"" + "y".repeat(300_000) + "\"}";
        assertThat(tokens.check("opaque")).isEqualTo(new Answer.Unavailable());
        status = 500;
        assertThat(tokens.check("opaque")).isEqualTo(new Answer.Unavailable());
    }

    @Test
    void theAnswerHasToBeForUs() throws Exception {
        Issuers tokens = withQuestions();
        for (String others : List.of("", "\"aud\":\"web\",", "\"aud\":[],", "\"aud\":7,")) {
            introspection = "{\"active\":true," + others + "\"email\":\"alice@example.org\",\"email_verified\":true}";
            assertThat(tokens.check("opaque")).as(others).isEqualTo(new Answer.Invalid());
        }
        for (String ours : List.of("[\"web\",\"mail\"]", "\"mail\"")) {
            introspection =
                    "{\"active\":true,\"aud\":" + ours + ",\"email\":\"alice@example.org\",\"email_verified\":true}";
            assertThat(tokens.check("opaque")).as(ours).isEqualTo(ALICE);
        }
    }

    /** Who may enter any address at the issuer is not whom that belongs to. */
    @Test
    void anAddressThatTheIssuerHasNotVerifiedIsNobodys() throws Exception {
        Issuers keys = withKeys();
        for (Object no : new Object[] {null, false, "false", "yes", 1}) {
            assertThat(keys.check(token(claims().claim("email_verified", no).build())))
                    .as(String.valueOf(no))
                    .isEqualTo(new Answer.Invalid());
        }
        assertThat(keys.check(token(claims().claim("email_verified", "true").build())))
                .isEqualTo(ALICE);
        keys.close();
        Issuers questions = withQuestions();
        introspection = "{\"active\":true,\"aud\":\"mail\",\"email\":\"alice@example.org\"}";
        assertThat(questions.check("opaque")).isEqualTo(new Answer.Invalid());
    }

    @Test
    void whereAllAddressesAreVerifiedTheIssuerNeedNotSaySo() throws Exception {
        requireVerifiedEmail = false;
        assertThat(withKeys().check(token(claims().claim("email_verified", null).build())))
                .isEqualTo(ALICE);
        issuers.close();
        requireVerifiedEmail = true;
        userClaim = "upn";
        assertThat(withKeys()
                        .check(token(claims().claim("email_verified", null)
                                .claim("upn", "alice@example.org")
                                .build())))
                .as("another claim")
                .isEqualTo(ALICE);
    }
}
