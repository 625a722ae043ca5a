package io.postwerk.operator.keys;

import io.postwerk.config.SecretText;
import io.postwerk.crds.manifest.Problem;
import io.postwerk.password.SaslPrepException;
import io.postwerk.password.ScramVerifier;
import io.postwerk.plan.secret.VerifierKey;
import io.postwerk.plan.secret.VerifierNeed;
import io.postwerk.trust.InstallationKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The verifiers of one MailServer's users. Known ones are given at once; the rest is made on a {@link Queue}. So the first plan need not
 * wait: users receive mail, and can log in a little later. If a Secret has another version, its former verifier is used until the new
 * one is made: a changed label or a restored cluster also changes the version, and must lock nobody out. Nothing is made twice, and no password is kept longer than until its verifier is made. Safe for use by
 * several threads.
 */
public final class Verifiers {
    /** Makes a verifier of a password, which is expensive on purpose. */
    @FunctionalInterface
    public interface Maker {
        /** SCRAM-SHA-256 with the default number of iterations. */
        Maker SCRAM_SHA_256 = (password, salt) -> ScramVerifier.create(password, salt, ScramVerifier.DEFAULT_ITERATIONS)
                .encode();

        /**
         * The verifier, in the form of {@code users-NN.json}.
         *
         * @throws SaslPrepException if RFC 4013 does not allow the password
         */
        String make(String password, byte[] salt) throws SaslPrepException;
    }

    /** Runs expensive work in the background, a few tasks at a time. */
    @FunctionalInterface
    public interface Queue {
        /** Takes a batch. Tasks of a later batch run before those of an earlier one: a changed password does not wait for a bulk of new users. */
        void add(List<Runnable> batch);
    }

    /**
     * The verifiers that a plan can have now.
     *
     * @param verifiers those that are known, for the snapshot
     * @param origins what they were made from, for the model ({@code ModelInput.origins})
     * @param unusable why no verifier can be made, by what it would be made from: RFC 4013 does not allow the password
     * @param problems the same in words for people
     * @param outstanding number of those that are still to be made; when some are, the callback tells
     */
    public record Provided(
            Map<VerifierKey, SecretText> verifiers,
            Map<Integer, Map<String, String>> origins,
            Map<VerifierKey, String> unusable,
            List<Problem> problems,
            int outstanding) {
        public Provided {
            verifiers = Map.copyOf(verifiers);
            origins = Map.copyOf(origins);
            unusable = Map.copyOf(unusable);
            problems = List.copyOf(problems);
        }
    }

    private static final System.Logger LOG = System.getLogger(Verifiers.class.getName());

    /** Of a large batch the first ones are reported early, and then after twice as many each time: each report makes a plan. */
    private static final int FIRST_REPORT = 64;

    /**
     * Verifiers that nobody needs now are kept for a while, as many as these: a domain that is broken and mended does not cost
     * hashing. In memory one takes about half a KiB.
     */
    private static final int UNNEEDED_KEPT = 10_000;

    /** A credential of a user. */
    private record Owner(String mailboxId, String credential) {
        static Owner of(VerifierKey key) {
            return new Owner(key.mailboxId(), key.credential());
        }
    }

    /** A verifier, and what it was made from. */
    private record Made(String source, SecretText verifier) {}

    private final InstallationKey key;
    private final Queue queue;
    private final Maker maker;
    private final Runnable onProgress;

    private final Map<Owner, Made> known = new LinkedHashMap<>();
    private final Map<VerifierKey, String> unusable = new HashMap<>();

    /** What is being made, and in which batch. */
    private final Map<VerifierKey, Batch> pending = new HashMap<>();

    private long made;

    /**
     * Verifiers whose salts come from a key.
     *
     * @param onProgress is called, from a thread of the queue, when more are known: then it is time to plan again. It must be
     *     quick
     */
    public Verifiers(InstallationKey key, Queue queue, Maker maker, Runnable onProgress) {
        this.key = key;
        this.queue = queue;
        this.maker = maker;
        this.onProgress = onProgress;
    }

    /** Takes verifiers that were made by an earlier run ({@link Origins#remembered}). */
    public synchronized void remember(Map<VerifierKey, SecretText> verifiers) {
        verifiers.forEach((of, verifier) -> known.putIfAbsent(Owner.of(of), new Made(of.source(), verifier)));
    }

    /** Number of verifiers that were made here since the start. */
    public synchronized long made() {
        return made;
    }

    /**
     * What is known of the needs; the rest is being made from now on. Needs of an earlier call that are not among these are dropped.
     *
     * @param needs all verifiers that the MailServer's plan needs
     */
    public Provided provide(List<VerifierNeed> needs) {
        Batch batch = new Batch();
        List<Runnable> work = new ArrayList<>();
        Provided provided;
        synchronized (this) {
            Map<VerifierKey, SecretText> verifiers = new HashMap<>();
            Origins origins = new Origins();
            List<Problem> problems = new ArrayList<>();
            Set<VerifierKey> needed = new HashSet<>();
            for (VerifierNeed need : needs) {
                VerifierKey of = need.key();
                if (!needed.add(of)) {
                    continue;
                }
                if (unusable.containsKey(of)) {
                    problems.add(problem(need, unusable.get(of)));
                    continue;
                }
                Made there = known.get(Owner.of(of));
                if (there != null) {
                    verifiers.put(of, there.verifier);
                    origins.add(need, there.source);
                }
                boolean current = of.isFormer() || there != null && there.source.equals(of.source());
                if (!current && pending.putIfAbsent(of, batch) == null) {
                    batch.waiting++;
                    work.add(() -> make(need, batch));
                }
            }
            forget(needed);
            provided = new Provided(verifiers, origins.byBucket(), unusable, problems, pending.size());
        }
        queue.add(work);
        return provided;
    }

    /** How far the needs of one call have come. */
    private static final class Batch {
        private int waiting;
        private int unreported;
        private int reportAfter = FIRST_REPORT;

        /** Whether it is time to report. */
        private boolean progress() {
            waiting--;
            unreported++;
            if (waiting > 0 && unreported < reportAfter) {
                return false;
            }
            unreported = 0;
            reportAfter *= 2;
            return true;
        }
    }

    private void make(VerifierNeed need, Batch batch) {
        boolean wanted;
        synchronized (this) {
            wanted = pending.get(need.key()) == batch;
        }
        String verifier = "";
        String problem = "";
        boolean tried = wanted;
        if (wanted) {
            try {
                verifier =
                        maker.make(need.password().reveal(), key.salt(need.key().mailboxId()));
            } catch (SaslPrepException e) {
                problem = String.valueOf(e.getMessage());
            } catch (RuntimeException e) {
                // Its message might have the password.
                problem = "of an error of ours (" + e.getClass().getName() + ")";
                LOG.log(System.Logger.Level.ERROR, "no verifier for " + need.address() + ", because " + problem);
            } catch (Error e) {
                // Out of memory, for example. The next plan asks for this verifier again.
                tried = false;
                LOG.log(
                        System.Logger.Level.ERROR,
                        "no verifier for " + need.address() + " yet, because of "
                                + e.getClass().getName());
            }
        }
        boolean report;
        synchronized (this) {
            if (pending.remove(need.key(), batch) && tried) {
                take(need.key(), verifier, problem);
            }
            report = batch.progress();
        }
        if (report) {
            onProgress.run();
        }
    }

    private void take(VerifierKey of, String verifier, String problem) {
        if (problem.isEmpty()) {
            known.put(Owner.of(of), new Made(of.source(), new SecretText(verifier)));
            made++;
        } else {
            unusable.put(of, problem);
            // After a change of the password the former one must not work.
            known.remove(Owner.of(of));
        }
    }

    private void forget(Set<VerifierKey> needed) {
        pending.keySet().retainAll(needed);
        unusable.keySet().retainAll(needed);
        Set<Owner> owners = new HashSet<>();
        needed.forEach(of -> owners.add(Owner.of(of)));
        long tooMany =
                known.keySet().stream().filter(owner -> !owners.contains(owner)).count() - UNNEEDED_KEPT;
        Iterator<Owner> oldest = known.keySet().iterator();
        while (tooMany > 0 && oldest.hasNext()) {
            if (!owners.contains(oldest.next())) {
                oldest.remove();
                tooMany--;
            }
        }
    }

    private static Problem problem(VerifierNeed need, String reason) {
        return new Problem(
                Problem.Severity.ERROR,
                "",
                0,
                "user " + need.address(),
                "credential " + need.key().credential(),
                "the password cannot be used: " + reason,
                "choose another; until then the user receives mail and cannot log in");
    }
}
