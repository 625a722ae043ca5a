/** Mail that was accepted and is not delivered yet: kept on disk with one sync for all that wait, and tried when it is due. */
package io.postwerk.smtpserver.queue;
