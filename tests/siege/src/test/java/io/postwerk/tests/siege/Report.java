package io.postwerk.tests.siege;

import java.util.ArrayList;
import java.util.List;

/** The table of what was found. */
final class Report {
    /**
     * @param attack its name
     * @param figure what was measured, with its unit
     * @param bound what it may be
     * @param holds whether it is within the bound
     */
    record Row(String attack, String figure, String bound, boolean holds) {}

    private final List<Row> rows = new ArrayList<>();

    void add(Row row) {
        rows.add(row);
    }

    private String table() {
        int attacks = rows.stream().mapToInt(row -> row.attack().length()).max().orElse(0);
        int figures = rows.stream().mapToInt(row -> row.figure().length()).max().orElse(0);
        String format = "%-" + Math.max(6, attacks) + "s  %-" + Math.max(6, figures) + "s  %s%n";
        StringBuilder table = new StringBuilder(format.formatted("attack", "figure", "bound"));
        for (Row row : rows) {
            table.append(format.formatted(row.attack(), row.figure(), row.bound() + (row.holds() ? "" : "  OVER")));
        }
        return table.toString();
    }

    void print() {
        System.out.println();
        System.out.print(table());
    }
}
