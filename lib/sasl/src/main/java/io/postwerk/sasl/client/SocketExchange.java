package io.postwerk.sasl.client;

import io.postwerk.mail.EmailAddress;
import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.SaslExchange;
import io.postwerk.sasl.SaslStep;
import io.postwerk.sasl.User;
import io.postwerk.sasl.wire.AuthCommand;
import io.postwerk.sasl.wire.AuthServerMessage;
import io.postwerk.sasl.wire.AuthServerMessage.Cont;
import io.postwerk.sasl.wire.AuthServerMessage.Fail;
import io.postwerk.sasl.wire.AuthServerMessage.Ok;
import io.postwerk.sasl.wire.Base64Data;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** An exchange that the service conducts. */
final class SocketExchange implements SaslExchange {

    private static final Logger LOG = System.getLogger(SocketExchange.class.getName());

    private final AuthLink link;
    private final Duration timeout;
    private final Map<String, byte[]> bindings;
    private final long id;
    private Optional<String> wantedBinding = Optional.empty();
    private SaslStep step;

    private SocketExchange(
            AuthLink link,
            Duration timeout,
            LinkSession.Answer<AuthServerMessage> first,
            Map<String, byte[]> bindings) {
        this.bindings = bindings;
        this.link = link;
        this.timeout = timeout;
        this.id = first.id();
        this.step = toStep(first);
    }

    /** @param bindings channel binding data by type, given to the service when it asks for one */
    static SocketExchange start(
            AuthLink link, Duration timeout, LinkSession.Request request, Map<String, byte[]> bindings) {
        return new SocketExchange(link, timeout, link.ask(request, timeout), bindings);
    }

    @Override
    public SaslStep step() {
        return step;
    }

    @Override
    public SaslStep respond(byte[] response) {
        if (!(step instanceof SaslStep.Challenge)) {
            throw new IllegalStateException("no challenge is due");
        }
        step = toStep(link.ask(id, AuthCommand.Cont.of(id, response, wantedBinding.map(bindings::get)), timeout));
        return step;
    }

    @Override
    public void cancel() {
        if (step instanceof SaslStep.Challenge) {
            step = new SaslStep.Failure(FailureReason.CREDENTIALS);
            giveUp();
        }
    }

    private void giveUp() {
        if (id != 0) {
            link.forget(id, Optional.of(new AuthCommand.Cancel(id)));
        }
    }

    private SaslStep toStep(LinkSession.Answer<AuthServerMessage> answer) {
        if (answer.message().isEmpty()) {
            giveUp();
            return new SaslStep.Failure(FailureReason.TEMPORARY);
        }
        return switch (answer.message().get()) {
            case Cont cont
            when cont.data() instanceof Base64Data.Octets(byte[] challenge) -> {
                wantedBinding = cont.bindingType().filter(bindings::containsKey);
                yield new SaslStep.Challenge(challenge);
            }
            case Fail fail -> new SaslStep.Failure(fail.reason());
            case Ok ok -> success(ok);
            default -> unusable("CONT that is not base64");
        };
    }

    private static SaslStep success(Ok ok) {
        Optional<EmailAddress> address = ok.user().flatMap(EmailAddress::tryParse);
        if (address.isEmpty()) {
            return unusable("OK with a user name that is no address");
        }
        Optional<byte[]> finalData =
                ok.finalData().map(data -> data instanceof Base64Data.Octets(byte[] octets) ? octets : new byte[0]);
        String mailboxId = ok.parameters()
                .value(Ok.MAILBOX_ID)
                .orElseGet(() -> address.get().canonical());
        return new SaslStep.Success(User.of(address.get(), mailboxId), finalData);
    }

    private static SaslStep unusable(String what) {
        LOG.log(Level.WARNING, "The authentication service sent {0}", what);
        return new SaslStep.Failure(FailureReason.TEMPORARY);
    }
}
