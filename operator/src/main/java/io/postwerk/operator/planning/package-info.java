/** One planner for each MailServer: from what caches have to what is applied and what is said of it. */
@NullMarked
package io.postwerk.operator.planning;

import org.jspecify.annotations.NullMarked;
