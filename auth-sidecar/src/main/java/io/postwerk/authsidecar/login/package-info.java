/** The socket for logins: a table of commands, and what becomes of each login. */
package io.postwerk.authsidecar.login;
