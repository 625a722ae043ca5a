/**
 * Password verifiers: SCRAM verifiers, which are made here, and salted hashes and crypt(3) strings of other servers, which are
 * only read, so that their users can be migrated. This module does not depend on sockets.
 */
@NullMarked
package io.postwerk.password;

import org.jspecify.annotations.NullMarked;
