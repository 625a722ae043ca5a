package io.postwerk.store.rocksdb;

import io.postwerk.mail.CompactReader;
import io.postwerk.mail.CompactWriter;
import io.postwerk.store.Flags.SystemFlag;
import io.postwerk.store.Folder;
import io.postwerk.store.Folder.FolderId;
import io.postwerk.store.FolderName;
import io.postwerk.store.UidSet;
import io.postwerk.store.engine.KeywordTable;
import io.postwerk.store.engine.MessageRow;
import java.util.ArrayList;
import java.util.List;

/**
 * What is kept of a folder as a whole.
 *
 * @param recentFrom messages from this UID on have been taken as recent by no session yet
 * @param recent how many these are
 * @param forgottenUpTo removals up to this mod-sequence are not known any more
 */
record FolderRecord(
        FolderName name,
        long uidValidity,
        long uidNext,
        long highestModSeq,
        int messages,
        int unseen,
        long octets,
        long recentFrom,
        int recent,
        long forgottenUpTo,
        KeywordTable keywords) {
    static FolderRecord empty(FolderName name, long uidValidity) {
        return new FolderRecord(name, uidValidity, 1, 1, 0, 0, 0, 1, 0, 0, KeywordTable.EMPTY);
    }

    Folder describe(FolderId id) {
        return new Folder(id, name, uidValidity, uidNext, highestModSeq, messages, unseen, recent, octets);
    }

    boolean hasUids(int count) {
        return uidNext + count - 1 <= UidSet.MAX_UID;
    }

    FolderRecord named(FolderName newName) {
        return new FolderRecord(
                newName,
                uidValidity,
                uidNext,
                highestModSeq,
                messages,
                unseen,
                octets,
                recentFrom,
                recent,
                forgottenUpTo,
                keywords);
    }

    FolderRecord withKeywords(KeywordTable newKeywords) {
        return new FolderRecord(
                name,
                uidValidity,
                uidNext,
                highestModSeq,
                messages,
                unseen,
                octets,
                recentFrom,
                recent,
                forgottenUpTo,
                newKeywords);
    }

    /** With a message more, which must be the next. */
    FolderRecord with(MessageRow row) {
        return new FolderRecord(
                name,
                uidValidity,
                row.uid() + 1,
                row.modSeq(),
                messages + 1,
                unseen + (isUnseen(row.flags()) ? 1 : 0),
                octets + row.octets(),
                recentFrom,
                recent + 1,
                forgottenUpTo,
                keywords);
    }

    /** With a message whose flags are others now. */
    FolderRecord withFlags(long modSeq, long before, long after) {
        int seen = (isUnseen(after) ? 1 : 0) - (isUnseen(before) ? 1 : 0);
        return new FolderRecord(
                name,
                uidValidity,
                uidNext,
                modSeq,
                messages,
                unseen + seen,
                octets,
                recentFrom,
                recent,
                forgottenUpTo,
                keywords);
    }

    /** Without these messages. */
    FolderRecord without(List<MessageRow> rows, long modSeq, long nowForgottenUpTo) {
        int unseenLeft = unseen;
        int recentLeft = recent;
        long octetsLeft = octets;
        for (MessageRow row : rows) {
            unseenLeft -= isUnseen(row.flags()) ? 1 : 0;
            recentLeft -= row.uid() >= recentFrom ? 1 : 0;
            octetsLeft -= row.octets();
        }
        return new FolderRecord(
                name,
                uidValidity,
                uidNext,
                modSeq,
                messages - rows.size(),
                unseenLeft,
                octetsLeft,
                recentFrom,
                recentLeft,
                nowForgottenUpTo,
                keywords);
    }

    /** With all recent messages taken. */
    FolderRecord claimed() {
        return new FolderRecord(
                name,
                uidValidity,
                uidNext,
                highestModSeq,
                messages,
                unseen,
                octets,
                uidNext,
                0,
                forgottenUpTo,
                keywords);
    }

    /** Under another UIDVALIDITY, with what its messages say, which are all of the folder. */
    FolderRecord recounted(List<MessageRow> rows, long newUidValidity) {
        long next = uidNext;
        long modSeq = highestModSeq;
        int unseenNow = 0;
        long octetsNow = 0;
        int recentNow = 0;
        for (MessageRow row : rows) {
            next = Math.max(next, row.uid() + 1);
            modSeq = Math.max(modSeq, row.modSeq());
            unseenNow += isUnseen(row.flags()) ? 1 : 0;
            octetsNow += row.octets();
            recentNow += row.uid() >= recentFrom ? 1 : 0;
        }
        return new FolderRecord(
                name,
                newUidValidity,
                next,
                modSeq,
                rows.size(),
                unseenNow,
                octetsNow,
                recentFrom,
                recentNow,
                forgottenUpTo,
                keywords);
    }

    private static boolean isUnseen(long flags) {
        return (flags & KeywordTable.bit(SystemFlag.SEEN)) == 0;
    }

    byte[] encode() {
        CompactWriter out = new CompactWriter(96)
                .unicode(name.value())
                .number(uidValidity)
                .number(uidNext)
                .number(highestModSeq)
                .number(messages)
                .number(unseen)
                .number(octets)
                .number(recentFrom)
                .number(recent)
                .number(forgottenUpTo)
                .number(keywords.names().size());
        keywords.names().forEach(out::text);
        return out.toByteArray();
    }

    static FolderRecord decode(byte[] encoded) {
        CompactReader in = new CompactReader(encoded);
        return new FolderRecord(
                new FolderName(in.unicode()),
                in.number(),
                in.number(),
                in.number(),
                (int) in.number(),
                (int) in.number(),
                in.number(),
                in.number(),
                (int) in.number(),
                in.number(),
                keywords(in));
    }

    private static KeywordTable keywords(CompactReader in) {
        int count = in.count(1);
        List<String> names = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            names.add(in.text());
        }
        return new KeywordTable(names);
    }
}
