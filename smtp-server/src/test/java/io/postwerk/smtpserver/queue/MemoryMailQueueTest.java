package io.postwerk.smtpserver.queue;

class MemoryMailQueueTest extends MailQueueContract {
    @Override
    MailQueue open() {
        return new MemoryMailQueue();
    }
}
