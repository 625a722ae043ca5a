package io.postwerk.smtpserver.routing;

import io.postwerk.config.routing.AliasEntry.Expansion;
import io.postwerk.config.routing.DomainKind;
import io.postwerk.config.routing.RoutedDomain;
import io.postwerk.config.routing.RoutingTable;
import io.postwerk.mail.EmailAddress;
import io.postwerk.sasl.User;
import io.postwerk.sasl.UserDirectory;
import io.postwerk.sasl.UserLookup;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides at MAIL whether a sender address is one of an authenticated user's own: the user's address, or one whose aliases
 * lead to the user's mailbox. The address of another user is that user's alone, wherever it forwards; a catch-all lets
 * its target receive mail for every name, but not send from it.
 */
public final class SenderOwnership {
    /** The answer. */
    public sealed interface Answer {
        record Owned() implements Answer {}

        record NotOwned() implements Answer {}

        /** It cannot be said now. */
        record Unavailable(String reason) implements Answer {}
    }

    private static final String SERVICE = "smtp";

    private final UserDirectory users;

    public SenderOwnership(UserDirectory users) {
        this.users = users;
    }

    public Answer check(Optional<RoutingTable> routing, User user, EmailAddress sender) {
        if (sender.equals(user.address())) {
            return new Answer.Owned();
        }
        if (routing.isEmpty()) {
            return new Answer.Unavailable("no complete configuration yet");
        }
        return new Walk(routing.get(), user).run(sender);
    }

    /** Follows aliases breadth first, each address once, until it meets the user. */
    private final class Walk {
        private final RoutingTable table;
        private final User user;
        private final ArrayDeque<EmailAddress> pending = new ArrayDeque<>();
        private final Set<EmailAddress> seen = new HashSet<>();
        private Optional<String> doubt = Optional.empty();

        Walk(RoutingTable table, User user) {
            this.table = table;
            this.user = user;
        }

        Answer run(EmailAddress sender) {
            push(sender);
            while (!pending.isEmpty()) {
                if (leadsToUser(pending.poll())) {
                    return new Answer.Owned();
                }
            }
            return doubt.<Answer>map(Answer.Unavailable::new).orElse(new Answer.NotOwned());
        }

        private void push(EmailAddress address) {
            if (seen.size() < AliasExpansion.MAX_ADDRESSES && seen.add(address)) {
                pending.add(address);
            }
        }

        private boolean leadsToUser(EmailAddress address) {
            if (address.equals(user.address())) {
                return true;
            }
            Optional<RoutedDomain> domain = table.domain(address.domain());
            if (domain.isEmpty()) {
                return false;
            }
            return switch (domain.get().kind()) {
                case DomainKind.Mailbox() -> ofUser(address).orElseGet(() -> byAlias(address, domain.get()));
                case DomainKind.Alias() -> byAlias(address, domain.get());
                case DomainKind.Relay relay -> byAlias(address, domain.get());
                case DomainKind.Local(var usersFrom) -> {
                    push(new EmailAddress(address.localPart(), usersFrom));
                    yield false;
                }
                case DomainKind.Unavailable(String reason) -> {
                    doubt = Optional.of(reason);
                    yield false;
                }
            };
        }

        /** Whether the address is the user's, if it is any user's. If the directory cannot answer, it is not. */
        private Optional<Boolean> ofUser(EmailAddress address) {
            return switch (users.lookup(address, SERVICE, table.sequence())) {
                case UserLookup.Found found ->
                    Optional.of(found.user().mailboxId().equals(user.mailboxId()));
                case UserLookup.Unknown() -> Optional.empty();
                case UserLookup.Unavailable(String reason) -> {
                    doubt = Optional.of(reason);
                    yield Optional.of(false);
                }
            };
        }

        private boolean byAlias(EmailAddress address, RoutedDomain domain) {
            Optional<Expansion> expansion = table.aliases(address);
            if (expansion.isPresent()) {
                switch (expansion.get()) {
                    case Expansion.Targets(List<EmailAddress> addresses, boolean keep) -> addresses.forEach(this::push);
                    case Expansion.Unavailable(String reason) -> doubt = Optional.of(reason);
                }
            } else if (AliasExpansion.isPostmaster(address)) {
                domain.postmaster().ifPresent(this::push);
            }
            return false;
        }
    }
}
