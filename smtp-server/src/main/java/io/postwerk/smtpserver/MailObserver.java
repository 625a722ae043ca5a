package io.postwerk.smtpserver;

/** Hears of what happens to mails. Called by many threads, and in the middle of their work: it must be quick. */
@FunctionalInterface
public interface MailObserver {
    void observe(MailEvent event);
}
