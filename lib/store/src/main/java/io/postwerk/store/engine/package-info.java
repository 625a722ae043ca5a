/** Parts that several engines of the mailbox store use. */
@NullMarked
package io.postwerk.store.engine;

import org.jspecify.annotations.NullMarked;
