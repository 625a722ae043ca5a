package io.postwerk.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the reserve concludes from a file system that only says how much room it has. */
class DiskReserveTest {
    private static final long MEBIBYTE = 1 << 20;

    @TempDir
    Path directory;

    private long others;
    private long total = 1000 * MEBIBYTE;
    private Path ballast = Path.of("");
    private Path forOpening = Path.of("");

    private final List<String> heard = new ArrayList<>();

    private final DiskReserve.Disk disk = new DiskReserve.Disk() {
        @Override
        public long usableOctets() throws IOException {
            return total - others - held();
        }

        @Override
        public long totalOctets() {
            return total;
        }
    };

    @BeforeEach
    void setUp() {
        ballast = directory.resolve("ballast");
        forOpening = directory.resolve("ballast-open");
    }

    private long held() throws IOException {
        return (Files.exists(ballast) ? Files.size(ballast) : 0)
                + (Files.exists(forOpening) ? Files.size(forOpening) : 0);
    }

    private DiskReserve reserve(Optional<Long> minFree) throws IOException {
        DiskReserve reserve = new DiskReserve(
                "the queue", new DiskReserve.Settings(minFree, 16 * MEBIBYTE), disk, new Ballast(directory));
        reserve.hear(() -> heard.add("low"), () -> heard.add("enough"));
        return reserve;
    }

    private static void ticks(DiskReserve reserve, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            reserve.tick();
        }
    }

    @Test
    void theDefaultIsFivePercentOfTheFileSystemAndNoMoreThanHalfAGibibyte() throws IOException {
        assertThat(reserve(Optional.empty()).state().minFreeOctets()).isEqualTo(50 * MEBIBYTE);
        total = 10_240 * MEBIBYTE;
        assertThat(reserve(Optional.empty()).state().minFreeOctets()).isEqualTo(512 * MEBIBYTE);
        total = 100_000 * MEBIBYTE;
        assertThat(reserve(Optional.empty()).state().minFreeOctets()).isEqualTo(512 * MEBIBYTE);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 9_223_372_036_853_727_232L, Long.MAX_VALUE})
    void aFileSystemThatDoesNotTellItsRoomTakesMail(long told) throws IOException {
        total = told;
        try (DiskReserve reserve = reserve(Optional.empty())) {
            ticks(reserve, 40);
            assertThat(reserve.isLow()).isFalse();
            assertThat(reserve.hasRoomFor(MEBIBYTE)).isTrue();
        }
    }

    @Test
    void theSizeOfAMessageCounts() throws IOException {
        DiskReserve reserve = reserve(Optional.of(100 * MEBIBYTE));
        assertThat(reserve.hasRoomFor(900 * MEBIBYTE)).isTrue();
        assertThat(reserve.hasRoomFor(900 * MEBIBYTE + 1)).isFalse();
        others = 900 * MEBIBYTE;
        ticks(reserve, 1);
        assertThat(reserve.hasRoomFor(0)).isTrue();
        assertThat(reserve.hasRoomFor(1)).isFalse();
        assertThat(reserve.isLow()).isFalse();
        others++;
        ticks(reserve, 1);
        assertThat(reserve.hasRoomFor(0)).isFalse();
        assertThat(reserve.isLow()).isTrue();
    }

    @Test
    void whatIsTakenBetweenTwoLooksCounts() throws IOException {
        DiskReserve reserve = reserve(Optional.of(100 * MEBIBYTE));
        reserve.take(400 * MEBIBYTE);
        assertThat(reserve.hasRoomFor(100 * MEBIBYTE)).isTrue();
        assertThat(reserve.hasRoomFor(101 * MEBIBYTE)).isFalse();
        // It may not be on the disk yet.
        ticks(reserve, 1);
        assertThat(reserve.hasRoomFor(101 * MEBIBYTE)).isFalse();
        ticks(reserve, 1);
        assertThat(reserve.hasRoomFor(101 * MEBIBYTE)).isTrue();
    }

    @Test
    void thereMustBeClearlyMoreBeforeMailIsTakenAgain() throws IOException {
        DiskReserve reserve = reserve(Optional.of(80 * MEBIBYTE));
        others = 921 * MEBIBYTE;
        ticks(reserve, 2);
        assertThat(heard).containsExactly("low", "low");
        others = 911 * MEBIBYTE;
        ticks(reserve, 1);
        assertThat(reserve.isLow()).isTrue();
        others = 910 * MEBIBYTE;
        ticks(reserve, 2);
        assertThat(reserve.isLow()).isFalse();
        assertThat(heard).containsExactly("low", "low", "low", "enough");
    }

    @Test
    void theBallastCountsAsFreeAndIsGivenBackWhenTheDiskIsFull() throws IOException {
        DiskReserve reserve = reserve(Optional.of(100 * MEBIBYTE));
        ticks(reserve, 10);
        assertThat(ballast).doesNotExist();
        ticks(reserve, 20);
        assertThat(held()).isEqualTo(16 * MEBIBYTE);
        assertThat(forOpening).hasSize(4 * MEBIBYTE);
        assertThat(reserve.state().freeOctets()).isEqualTo(1000 * MEBIBYTE);
        others = 976 * MEBIBYTE;
        ticks(reserve, 1);
        assertThat(ballast).exists();
        others = 977 * MEBIBYTE;
        ticks(reserve, 2);
        assertThat(ballast).doesNotExist();
        assertThat(forOpening).exists();
        assertThat(reserve.state().freeOctets()).isEqualTo(23 * MEBIBYTE);
        others = 800 * MEBIBYTE;
        ticks(reserve, 10);
        assertThat(held()).isEqualTo(16 * MEBIBYTE);
        reserve.foundNoRoom();
        ticks(reserve, 1);
        assertThat(ballast).doesNotExist();
    }

    @Test
    void theBallastIsGivenBackBeforeADatabaseIsOpenedOnAFullDisk() throws IOException {
        Files.write(ballast, new byte[(int) (12 * MEBIBYTE)]);
        Files.write(forOpening, new byte[(int) (4 * MEBIBYTE)]);
        reserve(Optional.of(100 * MEBIBYTE));
        assertThat(held()).isEqualTo(16 * MEBIBYTE);
        others = 984 * MEBIBYTE;
        DiskReserve reserve = reserve(Optional.of(100 * MEBIBYTE));
        assertThat(held()).isZero();
        assertThat(reserve.isLow()).isTrue();
        // Opening it has taken some; half of the rest is for the next time.
        others += 2 * MEBIBYTE;
        reserve.opened();
        assertThat(forOpening).hasSize(7 * MEBIBYTE);
        others += 7 * MEBIBYTE;
        ticks(reserve, 2);
        assertThat(forOpening).exists();
        assertThat(reserve(Optional.of(100 * MEBIBYTE)).state().freeOctets()).isEqualTo(7 * MEBIBYTE);
        assertThat(held()).isZero();
    }

    /** It is no more than half of what is reserved. */
    @Test
    void aSmallReserveHasASmallBallast() throws IOException {
        DiskReserve reserve = reserve(Optional.of(4 * MEBIBYTE));
        ticks(reserve, 40);
        assertThat(held()).isEqualTo(2 * MEBIBYTE);
    }
}
