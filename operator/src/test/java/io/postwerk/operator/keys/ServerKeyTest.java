package io.postwerk.operator.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.postwerk.operator.keys.KeyStorage.KeyException;
import io.postwerk.operator.model.ServerIdentity;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** The installation key: made once. */
class ServerKeyTest {
    private static final ServerIdentity SERVER = new ServerIdentity("mail", "main", "uid", true);

    private final FakeKeyStorage storage = new FakeKeyStorage();

    @Test
    void isMadeOnceAndStays() throws Exception {
        ServerKey first = ServerKey.keep(SERVER, storage);
        storage.apply(first.secret());
        ServerKey second = ServerKey.keep(SERVER, storage);

        assertThat(second.key().octets()).isEqualTo(first.key().octets()).hasSize(32);
        assertThat(second.secret()).isEqualTo(first.secret());
        assertThat(second.secret().getImmutable()).isTrue();
        assertThat(storage.created()).isEqualTo(1);
    }

    @Test
    void isThatOfWhoWasQuicker() throws Exception {
        ServerKey theirs = ServerKey.keep(SERVER, storage);
        storage.fallBehind();
        assertThat(ServerKey.keep(SERVER, storage).key().octets())
                .isEqualTo(theirs.key().octets());
    }

    @Test
    void outlivesTheMailServerUnlessThatIsNotWanted() throws Exception {
        assertThat(ServerKey.keep(SERVER, storage).secret().getMetadata().getOwnerReferences())
                .isEmpty();
        ServerIdentity deleting = new ServerIdentity("mail", "main", "uid", false);
        assertThat(ServerKey.keep(deleting, storage).secret().getMetadata().getOwnerReferences())
                .extracting(owner -> owner.getUid())
                .containsExactly("uid");
        assertThat(storage.find("mail", "main-installation-key")
                        .orElseThrow()
                        .getMetadata()
                        .getOwnerReferences())
                .as("what was created: an owner comes and goes by applying")
                .isEmpty();
    }

    @Test
    void aDamagedOneIsLeftToAPerson() {
        Secret damaged = new SecretBuilder()
                .withNewMetadata()
                .withNamespace("mail")
                .withName("main-installation-key")
                .endMetadata()
                .addToData("key", Base64.getEncoder().encodeToString("short".getBytes()))
                .build();
        storage.apply(damaged);
        assertThatThrownBy(() -> ServerKey.keep(SERVER, storage))
                .isInstanceOfSatisfying(
                        KeyException.class,
                        e -> assertThat(e.problem().toString())
                                .contains("MailServer mail/main", "Secret mail/main-installation-key", "restore"));
        assertThat(storage.find("mail", "main-installation-key")).contains(damaged);
    }
}
