/** What clients may take of a server. Reloaded live. */
@NullMarked
package io.postwerk.config.limits;

import org.jspecify.annotations.NullMarked;
