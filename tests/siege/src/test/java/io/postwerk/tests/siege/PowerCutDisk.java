package io.postwerk.tests.siege;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a disk holds when the power fails: the record of {@code powercut.c}, gone through up to a moment. What was synced by then is
 * there. Of what was not, some is: octets of files in sectors, names of files without their octets, or nothing. A name is synced by a
 * sync of its folder and by nothing else, and a sync of a file is one of its octets only: POSIX promises no more.
 */
final class PowerCutDisk implements AutoCloseable {
    private static final int SECTOR = 512;
    private static final int PAGE = 4_096;
    private static final int HEADER = 32;

    /** What survives of that which was not synced. */
    enum Survives {
        NOTHING,
        /** In the order in which it was written, up to some sector; names of each folder up to some change. */
        BEGINNING,
        /** Any pages of what was written to files, as a disk writes back in no order. */
        SCATTERED,
        /** What a process that is killed leaves behind. */
        EVERYTHING
    }

    private sealed interface Node {}

    private sealed interface Change {}

    private record Write(long offset, byte[] octets) implements Change {}

    private record Length(long octets, boolean atLeast) implements Change {}

    /** A change with its number. */
    private record Pending<T>(long number, T change) {}

    private static final class File implements Node {
        private Content synced = new Content();
        private final List<Pending<Change>> pending = new ArrayList<>();
    }

    /** A name that is given, or taken away if there is no node. */
    private record Naming(Folder folder, String name, Optional<Node> node) {}

    private static final class Folder implements Node {
        private final Map<String, Node> names = new TreeMap<>();
        private final Map<String, Node> synced = new TreeMap<>();
        private final List<Pending<List<Naming>>> pending = new ArrayList<>();
    }

    private record Sync(Node node, long number) {}

    private final Path root;
    private final boolean syncs;
    private final DataInputStream record;
    private final Folder top = new Folder();
    private final Map<Long, Node> open = new HashMap<>();
    private final Map<Long, Sync> underWay = new HashMap<>();
    private long position;
    private long changes;

    /**
     * @param root the folder that the record names
     * @param before a copy of it as it was when the record was begun, everything in it synced
     * @param record what was done in it
     * @param syncs whether the disk syncs when it is asked to; one that does not shows that loss is noticed
     */
    PowerCutDisk(Path root, Path before, Path record, boolean syncs) throws IOException {
        this.root = root;
        this.syncs = syncs;
        this.record = new DataInputStream(new BufferedInputStream(Files.newInputStream(record), 1 << 20));
        fill(top, before);
    }

    private static void fill(Folder folder, Path path) throws IOException {
        try (Stream<Path> entries = Files.list(path)) {
            for (Path entry : entries.toList()) {
                Node node;
                if (Files.isDirectory(entry)) {
                    Folder below = new Folder();
                    fill(below, entry);
                    node = below;
                } else {
                    File file = new File();
                    file.synced = new Content(Files.readAllBytes(entry));
                    node = file;
                }
                folder.names.put(entry.getFileName().toString(), node);
                folder.synced.put(entry.getFileName().toString(), node);
            }
        }
    }

    /** Goes through the record up to an octet of it. */
    void advance(long end) throws IOException {
        while (position < end) {
            byte[] bytes = new byte[HEADER];
            try {
                record.readFully(bytes);
            } catch (EOFException e) {
                return;
            }
            ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            int octets = header.getInt();
            int type = header.getInt();
            long handle = header.getLong();
            long number = header.getLong();
            byte[] first = record.readNBytes(header.getInt());
            byte[] second = record.readNBytes(header.getInt());
            position += octets;
            changes++;
            take(type, handle, number, first, second);
        }
    }

    private void take(int type, long handle, long number, byte[] first, byte[] second) {
        switch (type) {
            case 1 -> opened(handle, number, path(first));
            case 2 -> change(handle, new Write(number, first));
            case 3 -> change(handle, new Length(number, false));
            case 4 -> change(handle, new Length(number, true));
            case 5 -> node(handle).ifPresent(node -> underWay.put(number, new Sync(node, changes)));
            case 6 -> Optional.ofNullable(underWay.remove(number)).ifPresent(this::synced);
            case 7 -> name(path(first), Optional.of(new Folder()));
            case 8 -> name(path(first), Optional.empty());
            case 9 -> renamed(path(first), path(second));
            case 10 -> find(path(first)).ifPresent(node -> name(path(second), Optional.of(node)));
            default ->
                node(handle).ifPresent(node -> {
                    throw new IllegalStateException("written by a call that is not recorded: " + text(first));
                });
        }
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.UTF_8);
    }

    private Path path(byte[] octets) {
        return Path.of(text(octets));
    }

    private Optional<Node> node(long handle) {
        return Optional.ofNullable(open.get(handle));
    }

    /** The folder that a path lies in, if it is known. */
    private Optional<Folder> parent(Path path) {
        if (!path.startsWith(root) || path.equals(root)) return Optional.empty();
        Folder folder = top;
        Path relative = root.relativize(path);
        for (int i = 0; i < relative.getNameCount() - 1; i++) {
            if (!(folder.names.get(relative.getName(i).toString()) instanceof Folder below)) return Optional.empty();
            folder = below;
        }
        return Optional.of(folder);
    }

    private Optional<Node> find(Path path) {
        if (path.equals(root)) return Optional.of(top);
        return parent(path)
                .flatMap(folder ->
                        Optional.ofNullable(folder.names.get(path.getFileName().toString())));
    }

    private void opened(long handle, long how, Path path) {
        if (how == 1) name(path, Optional.of(new File()));
        find(path).ifPresent(node -> open.put(handle, node));
        if (how == 2) change(handle, new Length(0, false));
    }

    private void change(long handle, Change change) {
        if (open.get(handle) instanceof File file) file.pending.add(new Pending<>(changes, change));
    }

    private void name(Path path, Optional<Node> node) {
        parent(path)
                .ifPresent(folder -> name(
                        folder, List.of(new Naming(folder, path.getFileName().toString(), node))));
    }

    private void name(Folder folder, List<Naming> namings) {
        namings.forEach(naming -> apply(naming, naming.folder().names));
        folder.pending.add(new Pending<>(changes, namings));
    }

    private static void apply(Naming naming, Map<String, Node> names) {
        if (naming.node().isPresent()) names.put(naming.name(), naming.node().get());
        else names.remove(naming.name());
    }

    /** One step: at no time are both names there, or none. It is the change of the folder that the new name lies in. */
    private void renamed(Path from, Path to) {
        Optional<Node> node = find(from);
        Optional<Folder> source = parent(from);
        Optional<Folder> target = parent(to);
        if (node.isEmpty() || source.isEmpty() || target.isEmpty()) return;
        name(
                target.get(),
                List.of(
                        new Naming(source.get(), from.getFileName().toString(), Optional.empty()),
                        new Naming(target.get(), to.getFileName().toString(), node)));
    }

    private void synced(Sync sync) {
        if (!syncs) return;
        switch (sync.node()) {
            case File file -> {
                file.pending.stream()
                        .filter(pending -> pending.number() <= sync.number())
                        .forEach(pending -> file.synced.apply(pending.change()));
                file.pending.removeIf(pending -> pending.number() <= sync.number());
            }
            case Folder folder -> {
                for (Pending<List<Naming>> pending : folder.pending) {
                    if (pending.number() <= sync.number())
                        pending.change().forEach(naming -> apply(naming, naming.folder().synced));
                }
                folder.pending.removeIf(pending -> pending.number() <= sync.number());
            }
        }
    }

    /** Writes what is left when the power fails now into an empty folder. */
    void cut(Survives survives, Random random, Path target) throws IOException {
        Map<Folder, Map<String, Node>> names = new HashMap<>();
        Set<Folder> folders = new HashSet<>();
        collect(top, folders);
        folders.forEach(folder -> names.put(folder, new TreeMap<>(folder.synced)));
        List<Pending<List<Naming>>> surviving = new ArrayList<>();
        // By the number of a folder's first change: the order of a set would not be the same in each run.
        for (Folder folder : folders.stream()
                .filter(folder -> !folder.pending.isEmpty())
                .sorted(Comparator.comparingLong(
                        folder -> folder.pending.getFirst().number()))
                .toList()) {
            surviving.addAll(folder.pending.subList(0, survivors(survives, random, folder.pending.size())));
        }
        surviving.sort(Comparator.comparingLong(Pending::number));
        for (Pending<List<Naming>> pending : surviving) {
            for (Naming naming : pending.change())
                apply(naming, names.computeIfAbsent(naming.folder(), folder -> new TreeMap<>(folder.synced)));
        }
        write(top, target, names, survives, random);
    }

    private static int survivors(Survives survives, Random random, int count) {
        return switch (survives) {
            case NOTHING -> 0;
            case BEGINNING, SCATTERED -> random.nextInt(count + 1);
            case EVERYTHING -> count;
        };
    }

    private static void collect(Folder folder, Set<Folder> folders) {
        if (!folders.add(folder)) return;
        for (Map<String, Node> names : List.of(folder.names, folder.synced)) {
            for (Node node : names.values()) if (node instanceof Folder below) collect(below, folders);
        }
    }

    private static void write(
            Folder folder, Path target, Map<Folder, Map<String, Node>> names, Survives survives, Random random)
            throws IOException {
        Files.createDirectories(target);
        for (Map.Entry<String, Node> entry :
                names.getOrDefault(folder, folder.synced).entrySet()) {
            Path path = target.resolve(entry.getKey());
            switch (entry.getValue()) {
                case Folder below -> write(below, path, names, survives, random);
                case File file -> content(file, survives, random).writeTo(path);
            }
        }
    }

    private static Content content(File file, Survives survives, Random random) {
        if (file.pending.isEmpty() || survives == Survives.NOTHING) return file.synced;
        Content content = file.synced.copy();
        int count = survivors(survives, random, file.pending.size());
        for (int i = 0; i < count; i++) {
            boolean last = i == count - 1;
            Change change = file.pending.get(i).change();
            switch (change) {
                case Length _ -> content.apply(change);
                case Write write when survives == Survives.SCATTERED -> scatter(content, write, random);
                case Write write when survives == Survives.BEGINNING && last -> tear(content, write, random);
                case Write _ -> content.apply(change);
            }
        }
        return content;
    }

    private static void scatter(Content content, Write write, Random random) {
        int from = 0;
        while (from < write.octets().length) {
            int to =
                    (int) Math.min(write.octets().length, ((write.offset() + from) / PAGE + 1) * PAGE - write.offset());
            if (random.nextBoolean())
                content.apply(new Write(write.offset() + from, Arrays.copyOfRange(write.octets(), from, to)));
            from = to;
        }
    }

    private static void tear(Content content, Write write, Random random) {
        int sectors = (write.octets().length + SECTOR - 1) / SECTOR;
        int octets = Math.min(write.octets().length, random.nextInt(sectors + 1) * SECTOR);
        content.apply(new Write(write.offset(), Arrays.copyOf(write.octets(), octets)));
    }

    @Override
    public void close() throws IOException {
        record.close();
    }

    /** Octets of a file, which grow. */
    private static final class Content {
        private byte[] octets;
        private int length;

        Content() {
            this(new byte[0]);
        }

        Content(byte[] octets) {
            this.octets = octets;
            this.length = octets.length;
        }

        Content copy() {
            return new Content(Arrays.copyOf(octets, length));
        }

        void apply(Change change) {
            switch (change) {
                case Write write -> {
                    int end = Math.toIntExact(write.offset() + write.octets().length);
                    lengthen(end);
                    System.arraycopy(write.octets(), 0, octets, (int) write.offset(), write.octets().length);
                }
                case Length(long wanted, boolean atLeast) -> {
                    if (wanted > length) lengthen(Math.toIntExact(wanted));
                    else if (!atLeast) {
                        Arrays.fill(octets, (int) wanted, length, (byte) 0);
                        length = (int) wanted;
                    }
                }
            }
        }

        private void lengthen(int wanted) {
            if (wanted > octets.length) octets = Arrays.copyOf(octets, Math.max(wanted, octets.length * 2));
            length = Math.max(length, wanted);
        }

        void writeTo(Path path) throws IOException {
            try (var out = Files.newOutputStream(path)) {
                out.write(octets, 0, length);
            }
        }
    }
}
