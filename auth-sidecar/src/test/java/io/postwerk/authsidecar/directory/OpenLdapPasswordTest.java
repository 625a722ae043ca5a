package io.postwerk.authsidecar.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.config.server.DirectoryConfig;
import io.postwerk.password.ScramVerifier;
import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.SaslStep;
import io.postwerk.sasl.UserLookup;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The same, where passwords are checked with an attribute, and some users are disabled. */
class OpenLdapPasswordTest extends OpenLdapTest {

    private static final String USER = """

            dn: uid=NAME,dc=example,dc=net
            objectClass: inetOrgPerson
            uid: NAME
            cn: NAME
            sn: NAME
            mail: NAME@example.net
            employeeType: TYPE
            """;

    @Override
    String access() {
        return "by dn.exact=\"cn=reader,dc=example,dc=net\" read by * none";
    }

    @Override
    String moreUsers() throws Exception {
        String scram = ScramVerifier.create("pencil", new byte[16], ScramVerifier.MIN_ITERATIONS)
                .encode();
        return user("bert", "in") + "userPassword: " + scram + "\nuserPassword: {CRYPT}" + Passwords.KANGAROO + "\n"
                + user("gone", "out") + "userPassword: {CRYPT}" + Passwords.KANGAROO + "\n"
                + user("plain", "in") + "userPassword: kangaroo\n"
                + user("empty", "in")
                + named("alias", "first.last@example.net", "first.last@example.org")
                + named("double", "one@example.net", "two@example.net")
                + named("thief", "alice@example.org");
    }

    private static String named(String name, String... addresses) {
        String mail = Arrays.stream(addresses).map(a -> "mail: " + a).collect(Collectors.joining("\n"));
        return user(name, "in").replace("mail: " + name + "@example.net", mail) + "userPassword: {CRYPT}"
                + Passwords.KANGAROO + "\n";
    }

    private static String user(String name, String type) {
        return USER.replace("NAME", name).replace("TYPE", type);
    }

    @Override
    DirectoryConfig.Source source() {
        DirectoryConfig.Source.Ldap ldap = ldap(Optional.empty());
        return new DirectoryConfig.Source.Ldap(
                ldap.hosts(),
                ldap.tls(),
                ldap.ca(),
                ldap.baseDn(),
                "(&(objectClass=inetOrgPerson)(|(mail={address})(uid={localPart})))",
                ldap.bindDn(),
                ldap.addressAttribute(),
                ldap.quotaAttribute(),
                Optional.of("userPassword"),
                Optional.of("(&(uid={localPart})(employeeType=out))"),
                ldap.connections(),
                ldap.timeoutMillis());
    }

    @Test
    @Order(3)
    void everyValueIsAPassword() throws Exception {
        assertThat(scram("bert@example.net", "pencil")).isInstanceOf(SaslStep.Success.class);
        assertThat(scram("bert@example.net", "kangaroo")).isEqualTo(failure(FailureReason.CREDENTIALS));
        assertThat(plain("bert@example.net", "pencil")).isInstanceOf(SaslStep.Success.class);
        assertThat(plain("bert@example.net", "kangaroo")).isInstanceOf(SaslStep.Success.class);
        assertThat(plain("bert@example.net", "")).isEqualTo(failure(FailureReason.CREDENTIALS));
        assertThat(plain("empty@example.net", "kangaroo")).isEqualTo(failure(FailureReason.CREDENTIALS));
    }

    /** Values have no order, and not every one is an address that the directory may give. */
    @Test
    @Order(3)
    void ofSeveralAddressesOneIsTheUsers() {
        assertThat(addressOf("alias@example.net")).isEqualTo("first.last@example.net");
        assertThat(addressOf("one@example.net")).isEqualTo("one@example.net");
        assertThat(addressOf("Two@example.net")).isEqualToIgnoringCase("two@example.net");
        assertThat(plain("double@example.net", "kangaroo")).isEqualTo(failure(FailureReason.TEMPORARY));
        assertThat(lookup("double@example.net")).isInstanceOf(UserLookup.Unavailable.class);
    }

    @Test
    @Order(3)
    void nobodyIsAUserOfSomewhereElse() {
        assertThat(plain("thief@example.net", "kangaroo")).isEqualTo(failure(FailureReason.TEMPORARY));
        assertThat(lookup("thief@example.net")).isInstanceOf(UserLookup.Unavailable.class);
    }

    private String addressOf(String asked) {
        return plain(asked, "kangaroo") instanceof SaslStep.Success success
                ? success.user().address().toString()
                : "nobody";
    }

    @Test
    @Order(3)
    void plainTextIsNotTaken() {
        assertThat(plain("plain@example.net", "kangaroo")).isEqualTo(failure(FailureReason.CREDENTIALS));
    }

    @Test
    @Order(3)
    void whoIsDisabledReceivesAndDoesNotLogIn() {
        assertThat(plain("gone@example.net", "kangaroo")).isEqualTo(failure(FailureReason.DISABLED));
        assertThat(lookup("gone@example.net"))
                .isInstanceOfSatisfying(
                        UserLookup.Found.class,
                        found -> assertThat(found.user().disabled()).isTrue());
    }
}
