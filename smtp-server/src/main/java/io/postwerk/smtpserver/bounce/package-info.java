/** Reports to senders: delivery status notifications (RFC 3464). */
package io.postwerk.smtpserver.bounce;
