/** Routing files, next hops and DNS records. */
@NullMarked
package io.postwerk.plan.routing;

import org.jspecify.annotations.NullMarked;
