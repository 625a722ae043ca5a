package io.postwerk.authsidecar.directory;

import io.postwerk.config.server.DirectoryConfig;
import java.util.Optional;

/** The same, where the name of a user's entry follows from their address. */
class OpenLdapByNameTest extends OpenLdapTest {

    @Override
    DirectoryConfig.Source source() {
        return ldap(Optional.of("uid={localPart},dc=example,dc=net"));
    }
}
