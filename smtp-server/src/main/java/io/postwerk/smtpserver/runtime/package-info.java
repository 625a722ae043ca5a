/** smtp-server put together, and its life in Quarkus. */
@NullMarked
package io.postwerk.smtpserver.runtime;

import org.jspecify.annotations.NullMarked;
