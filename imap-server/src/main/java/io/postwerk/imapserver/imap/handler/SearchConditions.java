package io.postwerk.imapserver.imap.handler;

import io.postwerk.imapserver.imap.codec.SearchKey;
import io.postwerk.imapserver.imap.handler.SearchCondition.Cost;
import io.postwerk.imapserver.imap.message.SentDate;
import io.postwerk.imapserver.imap.message.TextFinder;
import io.postwerk.imapserver.imap.session.MessageIndices;
import io.postwerk.imapserver.imap.session.SelectedFolder;
import io.postwerk.store.Flags.SystemFlag;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Turns search keys into conditions (RFC 3501 section 6.4.4). Of several keys the cheap ones are tested first. */
final class SearchConditions {
    private final SelectedFolder folder;

    SearchConditions(SelectedFolder folder) {
        this.folder = folder;
    }

    SearchCondition of(SearchKey key) {
        return switch (key) {
            case SearchKey.All ignored -> view(searched -> true);
            case SearchKey.And and -> all(and.keys());
            case SearchKey.Or or -> either(of(or.left()), of(or.right()));
            case SearchKey.Not not -> not(of(not.key()));
            case SearchKey.HasFlag flag -> hasFlag(flag.flag());
            case SearchKey.Recent ignored -> view(searched -> folder.isRecent(searched.index()));
            case SearchKey.Messages messages -> {
                MessageIndices indices = folder.resolveInUse(messages.messages());
                yield view(searched -> indices.contains(searched.index()));
            }
            case SearchKey.InternalDate date -> internalDate(date);
            case SearchKey.SentDate date -> sentDate(date);
            case SearchKey.Larger larger ->
                view(searched ->
                        searched.octets().filter(size -> size > larger.octets()).isPresent());
            case SearchKey.Smaller smaller ->
                view(searched -> searched.octets()
                        .filter(size -> size < smaller.octets())
                        .isPresent());
            case SearchKey.Header header -> header(header.field(), new TextFinder(header.text()), header.text());
            case SearchKey.Body body -> body(new TextFinder(body.text()));
            case SearchKey.Text text -> text(new TextFinder(text.text()));
        };
    }

    private SearchCondition all(List<SearchKey> keys) {
        List<SearchCondition> conditions = keys.stream()
                .map(this::of)
                .sorted(Comparator.comparing(SearchCondition::cost))
                .toList();
        return new SearchCondition(conditions.getLast().cost(), searched -> {
            for (SearchCondition condition : conditions) {
                if (!condition.holds(searched)) {
                    return false;
                }
            }
            return true;
        });
    }

    private static SearchCondition either(SearchCondition one, SearchCondition other) {
        boolean oneFirst = one.cost().compareTo(other.cost()) <= 0;
        SearchCondition cheap = oneFirst ? one : other;
        SearchCondition expensive = oneFirst ? other : one;
        return new SearchCondition(expensive.cost(), searched -> cheap.holds(searched) || expensive.holds(searched));
    }

    private static SearchCondition not(SearchCondition condition) {
        return new SearchCondition(condition.cost(), searched -> !condition.holds(searched));
    }

    private SearchCondition hasFlag(String name) {
        Optional<SystemFlag> system = SystemFlag.ofImapName(name);
        return system.isPresent()
                ? view(searched -> folder.flags(searched.index()).has(system.get()))
                : view(searched -> folder.flags(searched.index()).keywords().contains(name));
    }

    private static SearchCondition internalDate(SearchKey.InternalDate key) {
        // the day in UTC, as INTERNALDATE is shown
        return view(searched -> searched.internalDate()
                .map(instant -> instant.atOffset(ZoneOffset.UTC).toLocalDate())
                .filter(day -> compares(key.test(), day, key.date()))
                .isPresent());
    }

    private static SearchCondition sentDate(SearchKey.SentDate key) {
        return content(
                Cost.SUMMARY,
                message -> message.envelope()
                        .date()
                        .flatMap(SentDate::of)
                        .filter(day -> compares(key.test(), day, key.date()))
                        .isPresent());
    }

    private static boolean compares(SearchKey.DateTest test, LocalDate day, LocalDate with) {
        return switch (test) {
            case BEFORE -> day.isBefore(with);
            case ON -> day.equals(with);
            case SINCE -> !day.isBefore(with);
        };
    }

    private static SearchCondition header(String field, TextFinder text, String wanted) {
        if (wanted.isEmpty()) {
            // RFC 3501 6.4.4: any message that has the field, which an envelope does not tell for sure
            return content(Cost.HEADER, message -> message.inField(field, text));
        }
        return content(Cost.SUMMARY, message -> {
            Optional<Boolean> known = message.inEnvelope(field, text);
            return known.isPresent() ? known.get() : message.inField(field, text);
        });
    }

    private static SearchCondition body(TextFinder text) {
        return content(Cost.BODY, message -> message.inBody(text));
    }

    private static SearchCondition text(TextFinder text) {
        return content(Cost.BODY, message -> message.inHeader(text) || message.inBody(text));
    }

    private static SearchCondition content(Cost cost, SearchedMessage.ContentTest test) {
        return new SearchCondition(cost, searched -> searched.passes(test));
    }

    private static SearchCondition view(SearchCondition.Test test) {
        return new SearchCondition(Cost.VIEW, test);
    }
}
