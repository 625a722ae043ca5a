/** Mail that was accepted and is not delivered yet: kept on disk with one sync for all that wait, and tried when it is due. */
@NullMarked
package io.postwerk.smtpserver.queue;

import org.jspecify.annotations.NullMarked;
