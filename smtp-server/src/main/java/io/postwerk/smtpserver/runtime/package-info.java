/** smtp-server put together, and its life in Quarkus. */
package io.postwerk.smtpserver.runtime;
