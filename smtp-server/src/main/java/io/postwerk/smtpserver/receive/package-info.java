/** What smtp-server answers to its clients, and what becomes of a message: at once to its mailbox, or to the queue. */
@NullMarked
package io.postwerk.smtpserver.receive;

import org.jspecify.annotations.NullMarked;
