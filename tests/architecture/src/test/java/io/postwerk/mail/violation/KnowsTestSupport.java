package io.postwerk.mail.violation;

/** Breaks: test support stays with tests. */
public final class KnowsTestSupport {
    Class<?> clock = io.postwerk.testkit.FakeClock.class;
}
