package io.postwerk.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageBufferTest {
    @TempDir
    Path directory;

    @Test
    void smallMessagesStayInMemory() throws IOException {
        MessageBuffer buffer = new MessageBuffer(100, Path.of("/nonexistent"));
        buffer.write(new byte[100]);
        assertThat(buffer.size()).isEqualTo(100);
        try (MessageSource source = buffer.toSource()) {
            assertThat(source.size()).isEqualTo(100);
        }
    }

    @Test
    void largeOnesLeaveNoNameBehind() throws IOException {
        MessageBuffer buffer = new MessageBuffer(100, directory);
        buffer.write(new byte[101]);
        try (var files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
        MessageSource source = buffer.toSource();
        buffer.close();
        assertThat(source.readAll()).hasSize(101);
        source.close();
        source.close();
        assertThatThrownBy(() -> source.read(0, ByteBuffer.allocate(1))).isInstanceOf(IOException.class);
    }

    @Test
    void cannotBeWrittenOncePassedOnOrClosed() throws IOException {
        MessageBuffer passedOn = new MessageBuffer(directory);
        passedOn.write('a');
        passedOn.toSource().close();
        assertThatThrownBy(() -> passedOn.write('b')).isInstanceOf(IOException.class);
        assertThatThrownBy(passedOn::toSource).isInstanceOf(IOException.class);
        MessageBuffer closed = new MessageBuffer(0, directory);
        closed.write('a');
        closed.close();
        closed.close();
        assertThatThrownBy(() -> closed.write(new byte[1])).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> closed.write(ByteBuffer.allocate(1))).isInstanceOf(IOException.class);
    }

    @Test
    void holdsExactlyWhatWasWrittenHoweverItWasWritten() throws IOException {
        Random random = new Random(3);
        for (int round = 0; round < 300; round++) {
            int limit = random.nextInt(3) == 0 ? 0 : random.nextInt(60_000);
            ByteArrayOutputStream expected = new ByteArrayOutputStream();
            MessageBuffer buffer = new MessageBuffer(limit, directory);
            for (int i = random.nextInt(20); i > 0; i--) {
                byte[] octets = new byte[random.nextInt(10) == 0 ? random.nextInt(50_000) : random.nextInt(100)];
                random.nextBytes(octets);
                expected.write(octets);
                switch (random.nextInt(3)) {
                    case 0 -> buffer.write(octets);
                    case 1 -> buffer.write(ByteBuffer.wrap(octets));
                    default -> {
                        for (byte octet : octets) {
                            buffer.write(octet);
                        }
                    }
                }
                assertThat(buffer.size()).isEqualTo(expected.size());
            }
            try (MessageSource source = buffer.toSource()) {
                SourceChecks.readsEverywhere(source, expected.toByteArray(), random);
            }
        }
    }

    /** How much is written, what the account has, whether it stays in memory, and what is taken in the end. */
    @ParameterizedTest
    @CsvSource({
        "8191, 8192, true, 8192",
        "8192, 8192, true, 8192",
        "8193, 8192, false, 8192",
        "8193, 16383, false, 8192",
        "8193, 16384, true, 16384",
        "140000, 131072, false, 8192",
        "140000, 262144, true, 262144",
        "1, 8191, false, 0",
        "300000, 0, false, 0",
        "300000, 1000000, false, 8192"
    })
    void goesToDiskWhereTheAccountHasNoMore(int octets, int has, boolean inMemory, int taken) throws IOException {
        AtomicInteger account = new AtomicInteger();
        MessageBuffer.Memory memory = more -> {
            if (account.get() + more > has) {
                return false;
            }
            account.addAndGet(more);
            return true;
        };
        byte[] message = new byte[octets];
        new Random(octets).nextBytes(message);
        MessageBuffer buffer = new MessageBuffer(memory, directory);
        for (int from = 0; from < octets; from += 1000) {
            buffer.write(message, from, Math.min(1000, octets - from));
        }
        assertThat(account).hasValue(taken);
        MessageSource source = buffer.toSource();
        buffer.close();
        assertThat(account).hasValue(inMemory ? taken : 0);
        assertThat(source.readAll()).isEqualTo(message);
        source.close();
        source.close();
        assertThat(account).hasValue(0);

        MessageBuffer dropped = new MessageBuffer(memory, directory);
        dropped.write(message);
        dropped.close();
        dropped.close();
        assertThat(account).hasValue(0);
    }

    @Test
    void concatenationsAndSlicesReadLikeTheWhole() throws IOException {
        Random random = new Random(5);
        for (int round = 0; round < 300; round++) {
            ByteArrayOutputStream expected = new ByteArrayOutputStream();
            MessageSource[] parts = new MessageSource[random.nextInt(4)];
            for (int i = 0; i < parts.length; i++) {
                byte[] octets = new byte[random.nextInt(3) == 0 ? 0 : random.nextInt(20_000)];
                random.nextBytes(octets);
                int from = random.nextInt(octets.length + 1);
                int length = random.nextInt(octets.length - from + 1);
                parts[i] = MessageSource.of(octets, from, length);
                expected.write(octets, from, length);
            }
            byte[] all = expected.toByteArray();
            MessageSource whole = MessageSource.concat(parts);
            SourceChecks.readsEverywhere(whole, all, random);
            int from = random.nextInt(all.length + 1);
            int to = from + random.nextInt(all.length - from + 1);
            SourceChecks.readsEverywhere(whole.slice(from, to - from), Arrays.copyOfRange(all, from, to), random);
            SourceChecks.readsEverywhere(
                    whole.slice(from, Long.MAX_VALUE).slice(0, to - from), Arrays.copyOfRange(all, from, to), random);
            whole.close();
        }
    }

    @Test
    void aClosedSourceInMemoryReadsNoMore() {
        MessageSource source = MessageSource.of(new byte[10]);
        source.close();
        assertThatThrownBy(() -> source.read(0, ByteBuffer.allocate(1))).isInstanceOf(IOException.class);
    }

    private static final class SourceChecks {
        static void readsEverywhere(MessageSource source, byte[] expected, Random random) throws IOException {
            assertThat(source.size()).isEqualTo(expected.length);
            assertThat(source.readAll()).isEqualTo(expected);
            assertThat(source.open().readAllBytes()).isEqualTo(expected);
            ByteArrayOutputStream copy = new ByteArrayOutputStream();
            source.transferTo(copy);
            assertThat(copy.toByteArray()).isEqualTo(expected);
            assertThat(source.read(expected.length, ByteBuffer.allocate(1))).isEqualTo(-1);
            int from = random.nextInt(expected.length + 1);
            int length = random.nextInt(expected.length - from + 1);
            byte[] range = Arrays.copyOfRange(expected, from, from + length);
            assertThat(source.open(from, length).readAllBytes()).isEqualTo(range);
            readsStepByStep(source.open(from, length), range, random);
        }

        private static void readsStepByStep(InputStream in, byte[] expected, Random random) throws IOException {
            int at = 0;
            while (at < expected.length) {
                assertThat(in.available()).isEqualTo(expected.length - at);
                switch (random.nextInt(3)) {
                    case 0 -> assertThat(in.read()).isEqualTo(expected[at++] & 0xFF);
                    case 1 -> at += (int) in.skip(random.nextInt(10_000));
                    default -> {
                        byte[] block = new byte[1 + random.nextInt(20_000)];
                        int read = in.read(block, 0, block.length);
                        assertThat(read).isPositive();
                        assertThat(Arrays.copyOf(block, read)).isEqualTo(Arrays.copyOfRange(expected, at, at + read));
                        at += read;
                    }
                }
            }
            assertThat(in.read()).isEqualTo(-1);
            assertThat(in.read(new byte[3])).isEqualTo(-1);
        }
    }
}
