package io.postwerk.smtpserver.receive;

import io.postwerk.config.server.SmtpServerConfig.HeaderFrom;
import io.postwerk.mail.AddressException;
import io.postwerk.mail.AuthorField;
import io.postwerk.mail.AuthorField.Mailbox;
import io.postwerk.mail.EmailAddress;
import io.postwerk.mail.MessageSource;
import io.postwerk.sasl.User;
import io.postwerk.smtp.Replies;
import io.postwerk.smtp.SmtpReply;
import io.postwerk.smtpserver.receive.HeaderFields.Field;
import io.postwerk.smtpserver.receive.HeaderFields.UnclearException;
import io.postwerk.smtpserver.routing.SenderOwnership;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Whether the header of a message that a user submits names authors who are that user (RFC 6409 6.1): all of From, and Sender. Of
 * resent mail, those who resent it are looked at and not its authors.
 */
final class AuthorCheck {

    /** The answer. */
    sealed interface Result {
        /** @param message as it was, or with its header rewritten */
        record Fine(MessageSource message) implements Result {}

        /** @param reason for the log */
        record Refused(SmtpReply reply, String reason) implements Result {}
    }

    private final HeaderFrom mode;
    private final User user;
    private final Function<EmailAddress, SenderOwnership.Answer> ownership;

    /** @param ownership whether an address is the user's */
    AuthorCheck(HeaderFrom mode, User user, Function<EmailAddress, SenderOwnership.Answer> ownership) {
        this.mode = mode;
        this.user = user;
        this.ownership = ownership;
    }

    /** @param nullSender whether the reverse-path is null */
    Result check(MessageSource message, boolean nullSender) {
        if (mode == HeaderFrom.OFF && !nullSender) {
            return new Result.Fine(message);
        }
        List<Field> fields;
        try {
            fields = HeaderFields.read(message);
        } catch (IOException e) {
            return new Result.Refused(Replies.LOCAL_ERROR, "the message cannot be read: " + e.getMessage());
        } catch (UnclearException e) {
            return new Result.Refused(Replies.UNCLEAR_HEADER, String.valueOf(e.getMessage()));
        }
        if (nullSender && !isNotification(fields)) {
            return new Result.Refused(Replies.NULL_SENDER_NOT_ALLOWED, "no notification and no automatic answer");
        }
        return mode == HeaderFrom.OFF ? new Result.Fine(message) : authors(message, fields);
    }

    private Result authors(MessageSource message, List<Field> fields) {
        Set<String> once = new HashSet<>();
        for (Field field : fields) {
            // RFC 5322 3.6: at most one of each
            if (Set.of("from", "sender").contains(field.name()) && !once.add(field.name())) {
                return new Result.Refused(Replies.UNCLEAR_HEADER, "two fields " + field.name());
            }
        }
        List<Field> resent = latestResent(fields);
        boolean isResent = HeaderFields.first(resent, "resent-from").isPresent();
        List<Field> judged = isResent ? resent : fields;
        Optional<Field> from = HeaderFields.first(judged, isResent ? "resent-from" : "from");
        Optional<Field> sender = HeaderFields.first(judged, isResent ? "resent-sender" : "sender");
        Optional<Result.Refused> wrong = from.flatMap(this::notOwned).or(() -> sender.flatMap(this::notOwned));
        if (wrong.isEmpty()) {
            return new Result.Fine(message);
        }
        boolean temporary = !wrong.get().reply().isPermanent();
        return mode == HeaderFrom.REWRITE && !isResent && !temporary
                ? new Result.Fine(rewritten(message, fields))
                : wrong.get();
    }

    /** RFC 5322 3.6.6: each resending puts a block of fields on top; a name that comes again belongs to an earlier one. */
    private static List<Field> latestResent(List<Field> fields) {
        List<Field> block = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Field field : fields) {
            if (field.name().startsWith("resent-")) {
                if (!names.add(field.name())) {
                    break;
                }
                block.add(field);
            }
        }
        return block;
    }

    private Optional<Result.Refused> notOwned(Field field) {
        List<Mailbox> mailboxes;
        try {
            mailboxes = AuthorField.parse(field.value());
        } catch (AddressException e) {
            return Optional.of(new Result.Refused(Replies.UNCLEAR_HEADER, field.name() + ": " + e.getMessage()));
        }
        // RFC 5322 3.6.2: one mailbox
        if (field.name().endsWith("sender") && mailboxes.size() > 1) {
            return Optional.of(new Result.Refused(Replies.UNCLEAR_HEADER, field.name() + " with several mailboxes"));
        }
        for (Mailbox mailbox : mailboxes) {
            switch (ownership.apply(mailbox.address())) {
                case SenderOwnership.Answer.Owned() -> {}
                case SenderOwnership.Answer.NotOwned() -> {
                    return Optional.of(new Result.Refused(
                            Replies.AUTHOR_NOT_OWNED,
                            field.name() + " " + mailbox.address() + " is not of " + user.address()));
                }
                case SenderOwnership.Answer.Unavailable(String reason) -> {
                    return Optional.of(new Result.Refused(Replies.LOCAL_ERROR, reason));
                }
            }
        }
        return Optional.empty();
    }

    /**
     * The message from the user's own address: the display name stays, what was there goes to X-Original-From and X-Original-Sender,
     * and to Reply-To if there is none, so that an answer finds who was named.
     */
    private MessageSource rewritten(MessageSource message, List<Field> fields) {
        List<MessageSource> parts = new ArrayList<>();
        long copied = 0;
        for (Field field : fields) {
            boolean from = field.name().equals("from");
            if (!from && !field.name().equals("sender")) {
                continue;
            }
            parts.add(message.slice(copied, field.start() - copied));
            copied = field.end();
            if (from) {
                parts.add(text("From: " + own(field)));
                if (HeaderFields.first(fields, "reply-to").isEmpty()
                        && parsed(field).isPresent()) {
                    parts.add(renamed("Reply-To:", field));
                }
            }
            parts.add(renamed(from ? "X-Original-From:" : "X-Original-Sender:", field));
        }
        parts.add(message.slice(copied, message.size() - copied));
        return MessageSource.concat(parts.toArray(MessageSource[]::new));
    }

    private String own(Field field) {
        // a name of several authors would be the first one's
        String name = parsed(field)
                .filter(mailboxes -> mailboxes.size() == 1)
                .map(mailboxes -> mailboxes.getFirst().displayName())
                .orElse("");
        return (name.isEmpty() ? "" : name + "\r\n ") + "<" + user.address() + ">\r\n";
    }

    private static Optional<List<Mailbox>> parsed(Field field) {
        try {
            return Optional.of(AuthorField.parse(field.value()));
        } catch (AddressException e) {
            return Optional.empty();
        }
    }

    private static MessageSource renamed(String name, Field field) {
        return MessageSource.concat(text(name), MessageSource.of(field.value()));
    }

    private static MessageSource text(String text) {
        return MessageSource.of(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * What a user's program sends from the null reverse-path: a disposition notification (RFC 8098 2.1), or what says that it is
     * an automatic answer (RFC 3834 5).
     */
    private static boolean isNotification(List<Field> fields) {
        return HeaderFields.first(fields, "content-type")
                        .map(AuthorCheck::words)
                        .filter(type -> type.startsWith("multipart/report")
                                && type.replace("\"", "").contains("report-type=disposition-notification"))
                        .isPresent()
                || HeaderFields.first(fields, "auto-submitted")
                        .map(AuthorCheck::words)
                        .filter(value -> value.startsWith("auto-"))
                        .isPresent();
    }

    private static String words(Field field) {
        return new String(field.value(), StandardCharsets.ISO_8859_1)
                .replaceAll("[ \t\r\n]", "")
                .toLowerCase(Locale.ROOT);
    }
}
