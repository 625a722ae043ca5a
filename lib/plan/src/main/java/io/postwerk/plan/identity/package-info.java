/** What mail and routes belong to, and what must therefore never change. */
@NullMarked
package io.postwerk.plan.identity;

import org.jspecify.annotations.NullMarked;
