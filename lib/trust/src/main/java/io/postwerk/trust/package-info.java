/** Certificates: making, keeping, reading and writing them. The only package that knows Bouncy Castle. */
package io.postwerk.trust;
