package io.postwerk.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.net.ConnectionLimits.Limit;
import java.net.InetAddress;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who may connect, and who is refused by which limit. */
class ConnectionTableTest {
    private static final ConnectionLimits FAIR = ConnectionLimits.fair(100, 20, 30, address -> false);

    private static Optional<InetAddress> ip(String literal) {
        return Optional.of(InetAddress.ofLiteral(literal));
    }

    private static long entered(ConnectionTable.Place place, String client, int tries) {
        return IntStream.range(0, tries)
                .filter(i -> place.enter(ip(client)).isEmpty())
                .count();
    }

    @Test
    void oneAddressHasALimit() {
        ConnectionTable table = new ConnectionTable(FAIR);
        ConnectionTable.Place smtp = table.add(100);
        assertThat(entered(smtp, "192.0.2.1", 50)).isEqualTo(20);
        assertThat(smtp.enter(ip("192.0.2.1"))).contains(Limit.ADDRESS);
        assertThat(smtp.enter(ip("198.51.100.1"))).isEmpty();
        smtp.leave(ip("192.0.2.1"));
        assertThat(smtp.enter(ip("192.0.2.1"))).isEmpty();
    }

    @Test
    void oneNetworkHasALimit() {
        ConnectionTable.Place smtp = new ConnectionTable(FAIR).add(100);
        for (int host = 1; host <= 30; host++) {
            assertThat(smtp.enter(ip("192.0.2." + host))).isEmpty();
        }
        assertThat(smtp.enter(ip("192.0.2.31"))).contains(Limit.NETWORK);
        assertThat(smtp.enter(ip("192.0.3.31"))).isEmpty();
    }

    @Test
    void aClientWithIpv6IsA64AndItsNetworkA56() {
        ConnectionTable.Place smtp = new ConnectionTable(FAIR).add(100);
        assertThat(IntStream.range(0, 50)
                        .filter(i -> smtp.enter(ip("2001:db8:1:100::" + i)).isEmpty())
                        .count())
                .isEqualTo(20);
        assertThat(smtp.enter(ip("2001:db8:1:100::ffff"))).contains(Limit.ADDRESS);
        assertThat(IntStream.range(1, 50)
                        .filter(i -> smtp.enter(ip("2001:db8:1:1%02x::1".formatted(i)))
                                .isEmpty())
                        .count())
                .isEqualTo(10);
        assertThat(smtp.enter(ip("2001:db8:1:1ff::1"))).contains(Limit.NETWORK);
        assertThat(smtp.enter(ip("2001:db8:1:200::1"))).isEmpty();
    }

    @Test
    void aNewClientFindsRoomWhereOthersCameFirst() {
        ConnectionTable.Place smtp = new ConnectionTable(FAIR).add(100);
        long taken = IntStream.range(0, 50)
                .mapToLong(i -> entered(smtp, "10.0." + i + ".1", 10))
                .sum();
        assertThat(taken).isEqualTo(100);
        ConnectionTable.Place other = new ConnectionTable(FAIR).add(100);
        assertThat(IntStream.range(0, 9)
                        .mapToLong(i -> entered(other, "10.0." + i + ".1", 10))
                        .sum())
                .isEqualTo(90);
        assertThat(other.enter(ip("10.0.3.1"))).contains(Limit.TOTAL);
        assertThat(other.enter(ip("192.0.2.1"))).isEmpty();
        assertThat(other.enter(ip("192.0.2.1"))).contains(Limit.TOTAL);
    }

    @Test
    void oneListenerCannotTakeWhatIsKeptForAnother() {
        ConnectionTable table = new ConnectionTable(FAIR);
        ConnectionTable.Place imap = table.add(100);
        ConnectionTable.Place pop3 = table.add(100);
        for (int i = 0; i < 200; i++) {
            imap.enter(ip("10.0." + i + ".1"));
        }
        assertThat(imap.open()).isEqualTo(90);
        assertThat(imap.enter(ip("192.0.2.1"))).contains(Limit.TOTAL);
        assertThat(IntStream.range(0, 20)
                        .filter(i -> pop3.enter(ip("10.0." + i + ".7")).isEmpty())
                        .count())
                .isEqualTo(10);
    }

    @Test
    void aListenerThatIsClosedKeepsNothing() {
        ConnectionTable table = new ConnectionTable(ConnectionLimits.fair(10, 10, 10, address -> false));
        ConnectionTable.Place imap = table.add(100);
        table.remove(table.add(100));
        assertThat(IntStream.range(0, 20)
                        .filter(i -> imap.enter(ip("10.0." + i + ".1")).isEmpty())
                        .count())
                .isEqualTo(10);
    }

    @Test
    void exemptClientsAreHeldToTheTotalOnly() {
        ConnectionTable.Place smtp =
                new ConnectionTable(ConnectionLimits.fair(100, 2, 3, address -> address.isLoopbackAddress())).add(100);
        assertThat(entered(smtp, "127.0.0.1", 200)).isEqualTo(90);
        assertThat(entered(smtp, "192.0.2.1", 200)).isOne();
    }

    @Test
    void theTableHasEntriesForOpenConnectionsOnly() {
        ConnectionTable table = new ConnectionTable(FAIR);
        ConnectionTable.Place smtp = table.add(100);
        for (int i = 0; i < 100_000; i++) {
            Optional<InetAddress> client = ip("10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255));
            if (smtp.enter(client).isEmpty()) {
                smtp.leave(client);
            }
        }
        assertThat(table.clients()).isZero();
        for (int i = 0; i < 100_000; i++) {
            smtp.enter(ip("10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255)));
        }
        assertThat(table.clients()).isEqualTo(table.open()).isLessThanOrEqualTo(100);
    }

    @Test
    void smallTotalsReserveNothing() {
        ConnectionTable.Place smtp = new ConnectionTable(ConnectionLimits.fair(1, 200, 400, address -> false)).add(100);
        assertThat(smtp.enter(ip("192.0.2.1"))).isEmpty();
        assertThat(smtp.enter(ip("192.0.2.2"))).contains(Limit.TOTAL);
    }

    @Test
    void localSocketsHaveNoClient() {
        ConnectionTable.Place local = new ConnectionTable(ConnectionLimits.fair(10, 1, 1, address -> false)).add(100);
        assertThat(IntStream.range(0, 20)
                        .filter(i -> local.enter(Optional.empty()).isEmpty())
                        .count())
                .isEqualTo(10);
    }
}
