/** What smtp-server answers to its clients, and what becomes of a message: at once to its mailbox, or to the queue. */
package io.postwerk.smtpserver.receive;
