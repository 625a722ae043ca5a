package io.postwerk.store.memory;

import io.postwerk.mail.MessageSource;
import io.postwerk.mail.MessageSummary;
import io.postwerk.store.Changes;
import io.postwerk.store.Flags;
import io.postwerk.store.Flags.MessageFlags;
import io.postwerk.store.Flags.SystemFlag;
import io.postwerk.store.Folder;
import io.postwerk.store.Folder.FolderId;
import io.postwerk.store.FolderName;
import io.postwerk.store.FolderState;
import io.postwerk.store.MailboxStore.OpenMode;
import io.postwerk.store.StoredMessage;
import io.postwerk.store.UidSet;
import io.postwerk.store.engine.ExpungeHistory;
import io.postwerk.store.engine.FolderSnapshot;
import io.postwerk.store.engine.KeywordTable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A folder of {@link InMemoryMailboxStore}. */
final class MemoryFolder {
    /** A message; its octets and summary are shared with its copies. */
    record Message(long uid, long modSeq, Flags flags, Instant date, byte[] octets, MessageSummary summary) {
        Message withFlags(long newModSeq, Flags newFlags) {
            return new Message(uid, newModSeq, newFlags, date, octets, summary);
        }

        boolean isSeen() {
            return flags.has(SystemFlag.SEEN);
        }
    }

    final FolderId id;
    final long uidValidity;
    final TreeMap<Long, Message> messages = new TreeMap<>();
    FolderName name;
    KeywordTable keywords = KeywordTable.EMPTY;
    long highestModSeq = 1;
    private final ExpungeHistory removals = new ExpungeHistory(0);
    private long uidNext = 1;
    private long recentFrom = 1;

    MemoryFolder(FolderId id, FolderName name, long uidValidity) {
        this.id = id;
        this.name = name;
        this.uidValidity = uidValidity;
    }

    Folder describe() {
        int unseen = (int) messages.values().stream().filter(m -> !m.isSeen()).count();
        return new Folder(
                id,
                name,
                uidValidity,
                uidNext,
                highestModSeq,
                messages.size(),
                unseen,
                messages.tailMap(recentFrom).size(),
                octets());
    }

    long octets() {
        return messages.values().stream().mapToLong(m -> m.octets.length).sum();
    }

    boolean hasUids(int count) {
        return uidNext + count - 1 <= UidSet.MAX_UID;
    }

    /** Adds a message at the mod-sequence {@link #highestModSeq}; its keywords must be in {@link #keywords}. */
    Message add(Flags flags, Instant date, byte[] octets, MessageSummary summary) {
        Flags spelled = keywords.flags(keywords.bits(flags));
        Message message = new Message(uidNext++, highestModSeq, spelled, date, octets, summary);
        messages.put(message.uid, message);
        return message;
    }

    void remove(UidSet uids) {
        uids.forEach(messages::remove);
        removals.add(++highestModSeq, uids);
    }

    List<Message> find(UidSet uids) {
        return uids.ranges().stream()
                .flatMap(r -> messages.subMap(r.first(), true, r.last(), true).values().stream())
                .toList();
    }

    FolderState open(OpenMode mode) {
        UidSet recent = switch (mode) {
            case SELECT -> claimRecent();
            case EXAMINE -> UidSet.EMPTY;
        };
        return new FolderSnapshot(
                id,
                uidValidity,
                uidNext,
                highestModSeq,
                recent,
                keywords,
                all().mapToInt(m -> (int) m.uid).toArray(),
                all().mapToLong(m -> m.modSeq).toArray(),
                all().mapToLong(m -> keywords.bits(m.flags)).toArray(),
                all().mapToInt(m -> m.octets.length).toArray(),
                all().mapToInt(m -> (int) m.date.getEpochSecond()).toArray());
    }

    private Stream<Message> all() {
        return messages.values().stream();
    }

    UidSet claimRecent() {
        UidSet.Builder recent = new UidSet.Builder();
        messages.tailMap(recentFrom).keySet().forEach(recent::add);
        recentFrom = uidNext;
        return recent.build();
    }

    List<StoredMessage> messages(UidSet uids) {
        return find(uids).stream()
                .map(m -> new StoredMessage(
                        m.uid,
                        m.modSeq,
                        m.flags,
                        m.date,
                        MessageSummary.kept(m.summary.encode()),
                        MessageSource.of(m.octets)))
                .toList();
    }

    Changes changesSince(long modSeq) {
        Optional<UidSet> vanished = removals.since(modSeq);
        if (vanished.isEmpty()) {
            return new Changes.TooOld();
        }
        List<MessageFlags> changed = all().filter(m -> m.modSeq > modSeq)
                .map(m -> new MessageFlags(m.uid, m.modSeq, m.flags))
                .toList();
        return new Changes.Delta(changed, vanished.get(), uidNext, highestModSeq);
    }
}
