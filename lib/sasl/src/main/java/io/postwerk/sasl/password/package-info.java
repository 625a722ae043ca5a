/**
 * What other servers keep of passwords, so that their users can be taken over as they are: salted hashes under the names that
 * Dovecot gives their schemes, and crypt(3) strings. Each checks a password; none is ever made here.
 */
package io.postwerk.sasl.password;
