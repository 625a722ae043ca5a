package io.postwerk.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.net.TlsContext;
import io.postwerk.net.TlsFailedException;
import io.postwerk.smtp.Protocol;
import io.postwerk.testkit.Transcript;
import java.nio.file.Path;
import java.util.Optional;

/** Servers for transcripts, which begin after the greeting. */
final class Sessions {
    static final Path SPOOL = Path.of(System.getProperty("java.io.tmpdir"));

    private final SmtpServer.Settings settings;
    private final FakeBackend backend;

    private Sessions(SmtpServer.Settings settings, FakeBackend backend) {
        this.settings = settings;
        this.backend = backend;
    }

    /** A server of {@code protocol} that offers STARTTLS. */
    static Sessions of(Protocol protocol, SessionPolicy policy) {
        return of(protocol, new FakeBackend(policy));
    }

    static Sessions of(Protocol protocol, FakeBackend backend) {
        return new Sessions(
                new SmtpServer.Settings("test", protocol, "mx.example.org", Optional.of(unusedTls()), SPOOL), backend);
    }

    /** A scripted connection makes no use of it. */
    private static TlsContext unusedTls() {
        try {
            return TlsContext.opportunisticClient("localhost");
        } catch (TlsFailedException e) {
            throw new IllegalStateException(e);
        }
    }

    static Sessions smtp() {
        return of(Protocol.SMTP, SessionPolicy.open(SessionLimits.DEFAULT));
    }

    static Sessions lmtp() {
        return of(Protocol.LMTP, SessionPolicy.open(SessionLimits.DEFAULT));
    }

    static Sessions submission() {
        return of(Protocol.SUBMISSION, SessionPolicy.submission(new FakeAuthenticator(), true, SessionLimits.DEFAULT));
    }

    Sessions withoutStartTls() {
        return new Sessions(
                new SmtpServer.Settings(
                        settings.listener(), settings.protocol(), settings.hostname(), Optional.empty(), SPOOL),
                backend);
    }

    FakeBackend backend() {
        return backend;
    }

    SmtpServer server() {
        return new SmtpServer(settings, backend);
    }

    /** Runs a transcript that begins with the greeting. */
    Sessions verifyAll(Transcript transcript) {
        transcript.verify(server());
        assertThat(backend.openTransactions()).isZero();
        return this;
    }

    /** Runs a transcript that begins after the greeting. */
    Sessions verify(String transcript) {
        return verifyAll(Transcript.of(greeting() + transcript));
    }

    /** Runs a transcript in TLS from its start, that begins after the greeting. */
    Sessions verifyInTls(String transcript) {
        return verifyAll(Transcript.of(greeting() + transcript).overTls());
    }

    private String greeting() {
        String kind = settings.protocol() == Protocol.LMTP ? "LMTP" : "ESMTP";
        return "S: 220 mx.example.org " + kind + " Postwerk\n";
    }
}
