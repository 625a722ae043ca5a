package io.postwerk.imapserver.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a client that listens carefully knows of its mailbox: it never asks what it has been told. */
final class ClientView {
    private static final Pattern FETCH = Pattern.compile("\\* (\\d+) FETCH \\((?s:.*)\\)");
    private static final Pattern UID = Pattern.compile("\\bUID (\\d+)");
    private static final Pattern FLAGS = Pattern.compile("\\bFLAGS \\(([^)]*)\\)");
    private static final Pattern COUNT = Pattern.compile("\\* (\\d+) (EXISTS|EXPUNGE|RECENT)");
    private static final Pattern NO_EXPUNGE = Pattern.compile("(FETCH|STORE|SEARCH) .*");

    private final ImapClient client;

    /** By message sequence number; -1 and {@code null} for what was not told. */
    private final List<Long> uids = new ArrayList<>();

    private final List<Set<String>> flags = new ArrayList<>();

    ClientView(ImapClient client) throws IOException {
        this.client = client;
        client.ok("SELECT INBOX").forEach(this::hear);
        listAll();
    }

    /** Runs a command, and learns from what is said meanwhile. */
    void run(String command) throws IOException {
        List<String> responses = client.command(command);
        if (NO_EXPUNGE.matcher(command).matches()) {
            // RFC 3501 7.4.1
            assertThat(responses).as(command).noneMatch(response -> response.endsWith("EXPUNGE"));
        }
        responses.forEach(this::hear);
    }

    /** Has all UIDs and flags told. */
    void listAll() throws IOException {
        client.command("UID FETCH 1:* FLAGS").forEach(this::hear);
    }

    /** The client has changed flags itself, and asked not to be told. */
    void forgetFlags() {
        flags.replaceAll(ignored -> Set.of("?"));
    }

    List<Long> uids() {
        return List.copyOf(uids);
    }

    List<Set<String>> flags() {
        return List.copyOf(flags);
    }

    private void hear(String response) {
        Matcher count = COUNT.matcher(response);
        if (count.matches()) {
            int number = Integer.parseInt(count.group(1));
            switch (count.group(2)) {
                case "EXISTS" -> {
                    // RFC 3501 7.3.1: it grows only
                    assertThat(number).isGreaterThanOrEqualTo(uids.size());
                    while (uids.size() < number) {
                        uids.add(-1L);
                        flags.add(Set.of("?"));
                    }
                }
                case "EXPUNGE" -> {
                    assertThat(number).isBetween(1, uids.size());
                    uids.remove(number - 1);
                    flags.remove(number - 1);
                }
                default -> assertThat(number).isBetween(0, uids.size());
            }
        }
        Matcher fetch = FETCH.matcher(response);
        if (fetch.matches()) {
            int index = Integer.parseInt(fetch.group(1)) - 1;
            assertThat(index).isBetween(0, uids.size() - 1);
            Matcher uidTold = UID.matcher(response);
            if (uidTold.find()) {
                long uid = Long.parseLong(uidTold.group(1));
                assertThat(uids.get(index)).as(response).isIn(-1L, uid);
                uids.set(index, uid);
            }
            Matcher flagsTold = FLAGS.matcher(response);
            if (flagsTold.find()) {
                Set<String> told =
                        new TreeSet<>(Arrays.asList(flagsTold.group(1).split(" ")));
                told.remove("");
                told.remove("\\Recent");
                flags.set(index, told);
            }
        }
    }
}
