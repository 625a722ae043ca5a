/** What is known of Secrets, and the password verifiers made from them. */
@NullMarked
package io.postwerk.plan.secret;

import org.jspecify.annotations.NullMarked;
