/** smtp-server: receives mail, delivers it or queues it, relays it, and tells senders what became of it. */
@NullMarked
package io.postwerk.smtpserver;

import org.jspecify.annotations.NullMarked;
