/** smtp-server: receives mail, delivers it or queues it, relays it, and tells senders what became of it. */
package io.postwerk.smtpserver;
