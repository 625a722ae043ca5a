/** Makes AOT caches: starts the packaged programs, drives them from outside, and ends them. */
@NullMarked
package io.postwerk.training;

import org.jspecify.annotations.NullMarked;
