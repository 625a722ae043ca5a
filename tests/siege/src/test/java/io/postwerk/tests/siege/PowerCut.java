package io.postwerk.tests.siege;

import static org.awaitility.Awaitility.await;

import io.postwerk.config.Program;
import io.postwerk.crds.ObjectKey;
import io.postwerk.mail.EmailAddress;
import io.postwerk.mail.MessageSource;
import io.postwerk.plan.user.MailboxIds;
import io.postwerk.rocksdb.CommitObserver;
import io.postwerk.smtpserver.queue.QueuedMail;
import io.postwerk.smtpserver.queue.QueuedRecipient;
import io.postwerk.smtpserver.queue.RocksMailQueue;
import io.postwerk.store.FolderName;
import io.postwerk.store.MailboxId;
import io.postwerk.store.MailboxStore.OpenMode;
import io.postwerk.store.StoredMessage;
import io.postwerk.store.UidSet;
import io.postwerk.store.rocksdb.RocksDbMailboxStore;
import io.postwerk.store.rocksdb.RocksDbSettings;
import io.postwerk.tests.siege.Ledger.Missing;
import io.postwerk.tests.siege.PowerCutDisk.Survives;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The power fails under load, 100 times, and what was not synced is gone or torn: what was acknowledged is there, and once. The
 * packaged programs run in rounds. Each round is cut at many moments; on what one of these cuts left, the programs start again.
 */
final class PowerCut implements Attack {
    private static final int ROUNDS = 5;
    private static final int CUTS_A_ROUND = 20;
    private static final int MAILS_A_ROUND = 800;
    private static final Duration FLOWS = Duration.ofSeconds(60);
    private static final List<String> FOLDERS = List.of("queue", "mailboxes");

    @Override
    public String name() {
        return "power-cut";
    }

    @Override
    public int users() {
        return Ledger.USERS;
    }

    /** What was found in all cuts. */
    private static final class Tally {
        private int cuts;
        private long expected;
        private long lost;
        private long twice;
        private final List<String> unusable = new ArrayList<>();
    }

    @Override
    public boolean onRunningPrograms() {
        return false;
    }

    @Override
    public void run(Siege siege) throws Exception {
        Path library = PowerCutLibrary.build(siege.folder());
        Random random = new Random(100);
        Tally tally = new Tally();
        Tally unsynced = new Tally();
        Path disk = siege.folder().resolve("disk0");
        for (String folder : FOLDERS) Files.createDirectories(disk.resolve(folder));
        long acknowledged = 0;
        boolean complete = false;
        for (int round = 0; round < ROUNDS; round++) {
            Path before = siege.folder().resolve("before" + round);
            copy(disk, before);
            Path record = siege.folder().resolve("record" + round);
            Files.createFile(record);
            Ledger ledger = new Ledger(round + "-", () -> Files.size(record));
            work(siege, disk, library, record, ledger, round == 0);
            acknowledged += ledger.size();
            if (round == 0) {
                complete = sameAsOnDisk(siege, disk, before, record);
                cuts(siege, round, before, disk, record, ledger, unsynced, false, random);
            }
            disk = cuts(siege, round, before, disk, record, ledger, tally, true, random);
        }
        siege.figure("everything that was written is in the record: " + complete, "true", complete);
        siege.figure(
                "without syncs: " + unsynced.cuts + " cuts, lost: " + unsynced.lost + ", cannot be opened: "
                        + unsynced.unusable.size(),
                "more than 0: loss is noticed",
                unsynced.lost + unsynced.unusable.size() > 0);
        siege.figure(
                "power cuts: " + tally.cuts,
                String.valueOf(ROUNDS * CUTS_A_ROUND),
                tally.cuts == ROUNDS * CUTS_A_ROUND);
        siege.figure(
                "acknowledged: " + acknowledged + ", looked for: " + tally.expected + ", lost: " + tally.lost
                        + ", twice: " + tally.twice,
                "0 lost, 0 twice",
                tally.lost + tally.twice == 0);
        siege.figure("cannot be opened: " + tally.unusable, "[]", tally.unusable.isEmpty());
    }

    /** The programs take mail on what is on the disk; then they are killed, or in the first round stopped. */
    private void work(Siege siege, Path disk, Path library, Path record, Ledger ledger, boolean stop) throws Exception {
        Map<String, String> recorded = Map.of(
                "LD_PRELOAD", library.toString(),
                "POWERCUT_ROOT", disk.toString(),
                "POWERCUT_TRACE", record.toString());
        Path manifests = siege.folder().resolve("manifests");
        try (Programs programs = Programs.start(manifests, disk, users(), recorded)) {
            try (Ledger.Load load = ledger.load()) {
                await("mail flows").atMost(FLOWS).until(() -> ledger.size() >= MAILS_A_ROUND);
                if (!stop) for (Program program : Program.values()) programs.kill(program);
            }
        }
    }

    /** Cuts the power at moments of a round; returns what the last of them left. */
    private Path cuts(
            Siege siege,
            int round,
            Path before,
            Path disk,
            Path record,
            Ledger ledger,
            Tally tally,
            boolean syncs,
            Random random)
            throws IOException {
        // The record names files of the disk's folder, whose content is at its beginning what lies in the other.
        long size = Files.size(record);
        List<Long> moments = moments(size, ledger, random);
        Path left = siege.folder().resolve((syncs ? "disk" : "unsynced") + (round + 1));
        try (PowerCutDisk power = new PowerCutDisk(disk, before, record, syncs)) {
            for (int i = 0; i < moments.size(); i++) {
                power.advance(moments.get(i));
                Survives survives = syncs ? Survives.values()[i % 3] : Survives.BEGINNING;
                delete(left);
                power.cut(survives, random, left);
                boolean last = syncs && i == moments.size() - 1;
                Path looked = last ? siege.folder().resolve("looked") : left;
                if (last) copy(left, looked);
                look(looked, ledger, moments.get(i), tally, round + "." + i + " " + survives);
                delete(siege.folder().resolve("looked"));
            }
        }
        return left;
    }

    /** Some at any time, most of them close behind the moment when somebody was told that mail is safe. */
    private static List<Long> moments(long size, Ledger ledger, Random random) {
        List<Ledger.Acknowledged> told = ledger.acknowledged();
        List<Long> moments = new ArrayList<>();
        for (int i = 0; i < CUTS_A_ROUND; i++) {
            long behind = told.get(random.nextInt(told.size())).position() + random.nextInt(20_000);
            moments.add(i % 5 == 0 ? random.nextLong(size + 1) : Math.min(size, behind));
        }
        return moments.stream().sorted().toList();
    }

    /** Opens what is left with the engines and compares with the ledger. */
    private static void look(Path disk, Ledger ledger, long until, Tally tally, String cut) {
        tally.cuts++;
        tally.expected += ledger.acknowledged().stream()
                .filter(one -> one.position() <= until)
                .count();
        try {
            Map<String, Map<String, Integer>> copies = new HashMap<>();
            for (int user = 0; user < Ledger.USERS; user++) copies.put(Manifests.user(user), new HashMap<>());
            Map<String, Set<String>> queued = new HashMap<>();
            mailboxes(disk.resolve("mailboxes"), copies);
            queue(disk.resolve("queue/db"), queued);
            Missing missing = ledger.compare(until, copies, queued);
            tally.lost += missing.lost();
            tally.twice += missing.twice();
            if (!missing.none()) System.out.println("power cut " + cut + " at " + until + ": " + missing);
        } catch (IOException | RuntimeException e) {
            tally.unusable.add(cut + ": " + e);
        }
    }

    private static void mailboxes(Path directory, Map<String, Map<String, Integer>> copies) throws IOException {
        try (RocksDbMailboxStore store = RocksDbMailboxStore.open(RocksDbSettings.in(directory))) {
            if (store.loss().happened()) throw new IOException(store.loss().describe());
            for (String user : copies.keySet()) {
                MailboxId mailbox = mailbox(user);
                var inbox =
                        store.folder(mailbox, FolderName.INBOX).orElseThrow().id();
                var state = store.open(mailbox, inbox, OpenMode.EXAMINE).orElseThrow();
                for (int i = 0; i < state.count(); i += 200) {
                    int last = Math.min(state.count(), i + 200) - 1;
                    for (StoredMessage message :
                            store.messages(mailbox, inbox, UidSet.range(state.uid(i), state.uid(last))))
                        for (String id : ids(message.body())) copies.get(user).merge(id, 1, Integer::sum);
                }
            }
        }
    }

    private static MailboxId mailbox(String user) {
        return new MailboxId(MailboxIds.of(
                new ObjectKey("default", "main"),
                "default",
                EmailAddress.tryParse(user).orElseThrow()));
    }

    private static void queue(Path directory, Map<String, Set<String>> queued) throws IOException {
        List<String> corrupt = new ArrayList<>();
        try (RocksMailQueue queue = RocksMailQueue.open(
                directory, CommitObserver.NONE, (id, problem) -> corrupt.add(id + ": " + problem))) {
            if (queue.loss().happened()) throw new IOException(queue.loss().describe());
            List<QueuedMail> mails = new ArrayList<>();
            queue.forEach(mails::add);
            for (QueuedMail mail : mails) {
                for (String id : ids(queue.body(mail))) {
                    for (QueuedRecipient recipient : mail.recipients())
                        queued.computeIfAbsent(recipient.address().canonical(), user -> new HashSet<>())
                                .add(id);
                }
            }
            if (!corrupt.isEmpty()) throw new IOException(corrupt.toString());
        }
    }

    /** Reads all of a mail: what is torn is noticed by its checksums. */
    private static List<String> ids(MessageSource mail) throws IOException {
        try (mail) {
            return Ledger.ids(new String(mail.readAll(), StandardCharsets.ISO_8859_1));
        }
    }

    /** Whether what the record says was written is what lies on the disk, but for RocksDB's logs, which it writes by stdio. */
    private static boolean sameAsOnDisk(Siege siege, Path disk, Path before, Path record) throws IOException {
        Path replayed = siege.folder().resolve("replayed");
        try (PowerCutDisk power = new PowerCutDisk(disk, before, record, true)) {
            power.advance(Long.MAX_VALUE);
            power.cut(Survives.EVERYTHING, new Random(0), replayed);
        }
        boolean same = true;
        for (String folder : FOLDERS) {
            Map<String, Path> there = files(disk.resolve(folder));
            Map<String, Path> recorded = files(replayed.resolve(folder));
            if (!there.keySet().equals(recorded.keySet())) {
                System.out.println("on the disk: " + there.keySet() + "\nrecorded: " + recorded.keySet());
                same = false;
                continue;
            }
            for (Map.Entry<String, Path> file : there.entrySet()) {
                long difference = Files.mismatch(file.getValue(), recorded.get(file.getKey()));
                if (difference >= 0) {
                    System.out.println(file.getKey() + " differs at " + difference);
                    same = false;
                }
            }
        }
        return same;
    }

    private static Map<String, Path> files(Path folder) throws IOException {
        Map<String, Path> files = new TreeMap<>();
        if (!Files.exists(folder)) return files;
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                if (!file.getFileName().toString().startsWith("LOG"))
                    files.put(folder.relativize(file).toString(), file);
            }
        }
        return files;
    }

    private static void copy(Path folder, Path target) throws IOException {
        Files.createDirectories(target);
        if (!Files.exists(folder)) return;
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.toList()) {
                Path copy = target.resolve(folder.relativize(path).toString());
                if (Files.isDirectory(path)) Files.createDirectories(copy);
                else if (Files.isRegularFile(path)) Files.copy(path, copy);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) return;
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
        }
    }
}
