package io.postwerk.tests.siege;

import static org.awaitility.Awaitility.await;

import io.postwerk.config.Program;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** kill -9 of any program under load, again and again: what was acknowledged is there, and once. */
final class KillLedger implements Attack {
    private static final int KILLS = 50;
    private static final Duration FLOWS = Duration.ofSeconds(60);

    /** What is killed at once; the servers more often than the sidecar, which stores nothing. */
    private static final List<List<Program>> VICTIMS = List.of(
            List.of(Program.SMTP_SERVER),
            List.of(Program.IMAP_SERVER),
            List.of(Program.SMTP_SERVER, Program.IMAP_SERVER),
            List.of(Program.SMTP_SERVER, Program.IMAP_SERVER, Program.AUTH_SIDECAR));

    @Override
    public String name() {
        return "kills";
    }

    @Override
    public int users() {
        return Ledger.USERS;
    }

    @Override
    public void run(Siege siege) throws Exception {
        Programs programs = siege.programs();
        Random random = new Random(9);
        Ledger ledger = new Ledger("", () -> 0);
        int kills = 0;
        try (Ledger.Load load = ledger.load()) {
            for (int round = 0; kills < KILLS; round++) {
                int target = ledger.size() + 20 + random.nextInt(60);
                await("mail flows").atMost(FLOWS).until(() -> ledger.size() >= target);
                List<Program> victims = VICTIMS.get(round % VICTIMS.size());
                for (Program program : victims) programs.kill(program);
                kills += victims.size();
                for (Program program : victims) programs.launch(program);
                for (Program program : victims) programs.awaitReady(program);
            }
        }
        Ledger.Missing missing = ledger.settle();
        siege.figure("kill -9: " + kills, "at least " + KILLS, kills >= KILLS);
        siege.figure(
                "acknowledged: " + ledger.size() + ", lost: " + missing.lost() + ", twice: " + missing.twice(),
                "0 lost, 0 twice",
                missing.none());
    }
}
