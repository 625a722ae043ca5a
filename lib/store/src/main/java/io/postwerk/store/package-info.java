/** The mailbox store: what protocols may ask of it. */
@NullMarked
package io.postwerk.store;

import org.jspecify.annotations.NullMarked;
