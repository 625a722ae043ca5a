/** Users of LDAP servers. */
@NullMarked
package io.postwerk.authsidecar.ldap;

import org.jspecify.annotations.NullMarked;
