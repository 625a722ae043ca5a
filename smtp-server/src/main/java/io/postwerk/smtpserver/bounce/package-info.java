/** Reports to senders: delivery status notifications (RFC 3464). */
@NullMarked
package io.postwerk.smtpserver.bounce;

import org.jspecify.annotations.NullMarked;
