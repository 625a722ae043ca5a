package io.postwerk.runtime;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;

/**
 * Ends a program when the process that started it is gone, however that went: no orphan keeps ports and stores. Off
 * unless the environment variable {@value #VARIABLE} holds a process id; a pod's supervisor is the kubelet.
 */
final class ParentWatch {
    static final String VARIABLE = "POSTWERK_PARENT_PID";

    private static final Logger LOG = System.getLogger(ParentWatch.class.getName());

    private final Optional<String> pid;

    ParentWatch(Optional<String> pid) {
        this.pid = pid;
    }

    static ParentWatch fromEnvironment() {
        return new ParentWatch(Optional.ofNullable(System.getenv(VARIABLE)));
    }

    /** Calls {@code gone} when the parent ends; at once when there is no such process any more. */
    void start(Runnable gone) {
        if (pid.isEmpty()) return;
        Optional<ProcessHandle> parent;
        try {
            parent = ProcessHandle.of(Long.parseLong(pid.get().strip()));
        } catch (NumberFormatException e) {
            LOG.log(Level.WARNING, VARIABLE + " is not a process id: " + pid.get());
            return;
        }
        Runnable report = () -> {
            LOG.log(Level.WARNING, "the process that started this one is gone: stopping");
            gone.run();
        };
        parent.ifPresentOrElse(p -> p.onExit().thenRun(report), report);
    }
}
