/** What planning finds out about resources, and checks that several subjects share. */
@NullMarked
package io.postwerk.plan.finding;

import org.jspecify.annotations.NullMarked;
