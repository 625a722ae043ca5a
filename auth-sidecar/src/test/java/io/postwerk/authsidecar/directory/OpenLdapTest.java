package io.postwerk.authsidecar.directory;

import io.postwerk.config.credentials.SmtpCredentials;
import io.postwerk.config.server.DirectoryConfig;
import io.postwerk.config.server.TlsConfig;
import io.postwerk.testkit.Peers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Users in an OpenLDAP, over StartTLS: searched first, then bound as. */
class OpenLdapTest extends DirectoryContract {

    private static final String CONFIG = """
            include /etc/ldap/schema/core.schema
            include /etc/ldap/schema/cosine.schema
            include /etc/ldap/schema/inetorgperson.schema
            modulepath /usr/lib/ldap
            moduleload back_mdb
            pidfile FOLDER/pid
            TLSCACertificateFile AUTHORITY
            TLSCertificateFile CHAIN
            TLSCertificateKeyFile PRIVATE
            security simple_bind=128
            database mdb
            maxsize 10485760
            suffix "dc=example,dc=net"
            rootdn "cn=reader,dc=example,dc=net"
            rootpw reads
            directory FOLDER/data
            access to attrs=userPassword PASSWORDS
            access to * by dn.exact="cn=reader,dc=example,dc=net" read by * none
            """;

    private static final String USERS = """
            dn: dc=example,dc=net
            objectClass: dcObject
            objectClass: organization
            o: example
            dc: example

            dn: uid=anna,dc=example,dc=net
            objectClass: inetOrgPerson
            uid: anna
            cn: Anna
            sn: Bell
            mail: anna@example.net
            employeeNumber: 5000000
            userPassword: {CRYPT}HASH
            """;

    final int port = ServerProcess.freePort();
    private ServerProcess server;
    private Path certificate;

    @Override
    void prepare() throws Exception {
        Path program = Peers.program("slapd");
        certificate = folder.resolve("slapd.crt");
        Path key = folder.resolve("slapd.key");
        ServerProcess.run(
                Peers.program("openssl").toString(),
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=localhost",
                "-addext",
                "subjectAltName=IP:127.0.0.1",
                "-keyout",
                key.toString(),
                "-out",
                certificate.toString());
        Path config = folder.resolve("slapd.conf");
        Files.writeString(
                config,
                CONFIG.replace("FOLDER", folder.toString())
                        .replace("PASSWORDS", access())
                        .replace("AUTHORITY", certificate.toString())
                        .replace("CHAIN", certificate.toString())
                        .replace("PRIVATE", key.toString()));
        Files.createDirectories(folder.resolve("data"));
        ServerProcess.feed(
                USERS.replace("HASH", Passwords.KANGAROO) + moreUsers(),
                Peers.program("slapadd").toString(),
                "-f",
                config.toString());
        server = new ServerProcess(
                folder.resolve("slapd.log"),
                port,
                program.toString(),
                "-f",
                config.toString(),
                "-h",
                "ldap://127.0.0.1:" + port,
                "-d",
                "0");
        start();
    }

    /** Who may do what with passwords. */
    String access() {
        return "by anonymous auth by * none";
    }

    /** LDIF of entries beside the common ones. */
    String moreUsers() throws Exception {
        return "";
    }

    @Override
    void start() throws IOException {
        server.start();
    }

    @Override
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    DirectoryConfig.Source source() {
        return ldap(Optional.empty());
    }

    DirectoryConfig.Source.Ldap ldap(Optional<String> bindDn) {
        return new DirectoryConfig.Source.Ldap(
                List.of("127.0.0.1:" + port),
                TlsConfig.Mode.START_TLS,
                Optional.of(pem()),
                "dc=example,dc=net",
                "(&(objectClass=inetOrgPerson)(mail={address}))",
                bindDn,
                "mail",
                Optional.of("employeeNumber"),
                Optional.empty(),
                Optional.empty(),
                4,
                1_000);
    }

    private String pem() {
        try {
            return Files.readString(certificate);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    SmtpCredentials.Login login(String name) {
        return login(name, "cn=reader,dc=example,dc=net", "reads");
    }
}
