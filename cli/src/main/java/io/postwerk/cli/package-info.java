/** The command {@code postwerk}: plans, checks and runs an installation on one machine. */
@NullMarked
package io.postwerk.cli;

import org.jspecify.annotations.NullMarked;
