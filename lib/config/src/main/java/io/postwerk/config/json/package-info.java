/** Strict reading and byte-stable writing of config files as JSON. */
@NullMarked
package io.postwerk.config.json;

import org.jspecify.annotations.NullMarked;
