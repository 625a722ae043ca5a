/** Sources of users, asked in order: the config files first, then directories. */
@NullMarked
package io.postwerk.authsidecar.users;

import org.jspecify.annotations.NullMarked;
