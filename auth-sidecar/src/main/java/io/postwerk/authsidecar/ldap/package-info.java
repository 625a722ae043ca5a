/** Users in an LDAP server. */
package io.postwerk.authsidecar.ldap;
