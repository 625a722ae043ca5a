package io.postwerk.authsidecar.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.config.DirectorySource;
import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.LookupResult;
import io.postwerk.sasl.SaslStep;
import io.postwerk.sasl.ScramVerifier;
import java.util.Optional;
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
                + user("empty", "in");
    }

    private static String user(String name, String type) {
        return USER.replace("NAME", name).replace("TYPE", type);
    }

    @Override
    DirectorySource source() {
        DirectorySource.Ldap ldap = ldap(Optional.empty());
        return new DirectorySource.Ldap(
                ldap.hosts(),
                ldap.tls(),
                ldap.ca(),
                ldap.baseDn(),
                ldap.filter(),
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
                        LookupResult.Found.class,
                        found -> assertThat(found.user().disabled()).isTrue());
    }
}
