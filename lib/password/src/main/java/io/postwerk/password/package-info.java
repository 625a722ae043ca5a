/**
 * What is kept of a password to check one with: SCRAM verifiers, which are made here, and salted hashes and crypt(3) strings of
 * other servers, which are only read, so that their users can be taken over as they are. No sockets beneath it.
 */
package io.postwerk.password;
