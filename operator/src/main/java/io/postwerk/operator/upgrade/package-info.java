/** Which versions servers can have, and in which order their pods get another. */
@NullMarked
package io.postwerk.operator.upgrade;

import org.jspecify.annotations.NullMarked;
