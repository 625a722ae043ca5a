package io.postwerk.plan.violation;

/** Breaks: the plan is pure. */
public final class AsksTheClock {
    long now = System.currentTimeMillis();
    java.nio.file.Path file;
}
