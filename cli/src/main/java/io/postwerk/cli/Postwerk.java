package io.postwerk.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The {@code postwerk} command: Postwerk on one machine, from the manifests that one would apply to a cluster. */
@Command(
        name = "postwerk",
        description = "Mail servers from a folder of manifests, on this machine.",
        mixinStandardHelpOptions = true,
        subcommands = {RunCommand.class, CheckCommand.class, RenderCommand.class})
public final class Postwerk implements Runnable {
    /** Exit status for bad arguments, as of a shell's builtins. */
    private static final int USAGE = 2;

    /** Exit status of a command that failed. */
    static final int FAILED = 1;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command? one of run, check, render");
    }

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Postwerk());
        line.setExecutionExceptionHandler((exception, command, result) -> {
            if (!(exception instanceof CliException)) throw exception;
            command.getErr().println("postwerk: " + exception.getMessage());
            return FAILED;
        });
        line.setExitCodeExceptionMapper(exception -> exception instanceof CliException ? FAILED : USAGE);
        return line;
    }
}
