/** Addresses, domain names, messages and MIME (RFC 5321, 5322, 2045). */
@NullMarked
package io.postwerk.mail;

import org.jspecify.annotations.NullMarked;
