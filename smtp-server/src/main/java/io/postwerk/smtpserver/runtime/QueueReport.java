package io.postwerk.smtpserver.runtime;

import java.time.Instant;
import java.util.Optional;

/**
 * How much smtp-server has to do, as {@code GET /queue} on the management port reports it to whoever wants to take the server
 * away.
 *
 * @param messages mails in the queue
 * @param oldest when the oldest of them arrived
 * @param sessions sessions that are open, each of which may still bring a mail
 * @param draining whether no new mail is taken
 */
record QueueReport(int messages, Optional<Instant> oldest, int sessions, boolean draining) {
    /** Nothing is lost, or left waiting, if the server goes now and does not come back. */
    boolean drained() {
        return draining && sessions == 0 && messages == 0;
    }

    /** One JSON object; what is absent is {@code null}. */
    String json() {
        return "{\"messages\":" + messages + ",\"oldest\":"
                + oldest.map(at -> "\"" + at + "\"").orElse("null") + ",\"sessions\":" + sessions + ",\"draining\":"
                + draining + ",\"drained\":" + drained() + "}\n";
    }
}
