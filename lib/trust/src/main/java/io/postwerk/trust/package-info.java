/** Certificates: making, keeping, reading and writing them. The only package that knows Bouncy Castle. */
@NullMarked
package io.postwerk.trust;

import org.jspecify.annotations.NullMarked;
