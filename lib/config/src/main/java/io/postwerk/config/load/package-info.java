/** Config files on disk: writing a set, checking it against its index, and replacing the loaded one. */
@NullMarked
package io.postwerk.config.load;

import org.jspecify.annotations.NullMarked;
