/** The program: its parts, its start and its stop. */
@NullMarked
package io.postwerk.imapserver.runtime;

import org.jspecify.annotations.NullMarked;
