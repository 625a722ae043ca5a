/** The client of the auth and userdb sockets. */
@NullMarked
package io.postwerk.sasl.client;

import org.jspecify.annotations.NullMarked;
