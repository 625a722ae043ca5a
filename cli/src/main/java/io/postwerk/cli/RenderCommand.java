package io.postwerk.cli;

import io.postwerk.config.ConfigException;
import io.postwerk.config.Program;
import io.postwerk.config.SecretText;
import io.postwerk.config.load.ProgramFiles;
import io.postwerk.plan.secret.VerifierNeed;
import io.postwerk.plan.server.DeploymentTarget;
import io.postwerk.trust.InstallationKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code postwerk render DIR}: prints the config files that the planner makes from the manifests, with secrets
 * hidden.
 */
@Command(
        name = "render",
        description = {
            "Prints the config files that the manifests of a folder become, with secrets redacted.",
            "Buckets without entries are counted and not printed. Problems go to standard error."
        },
        mixinStandardHelpOptions = true)
final class RenderCommand implements Callable<Integer> {
    /** A bucket without entries. */
    private static final Pattern EMPTY_BUCKET = Pattern.compile(
            "\\{\\s*(?:\"aliases\":\\[\\s*],\\s*)?\"bucket\":\\d+,\\s*(?:\"domains\":\\[\\s*],\\s*)?\"formatVersion\":\\d+"
                    + "(?:,\\s*\"users\":\\[\\s*])?\\s*}\\s*");

    @Parameters(paramLabel = "DIR", description = "Folder of manifests.")
    private Path folder;

    @Option(names = "--server", paramLabel = "NAME", description = "The MailServer, if the folder has several.")
    private Optional<String> server = Optional.empty();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = ".postwerk",
            description = "Data folder whose paths are shown; it need not exist. Default: ${DEFAULT-VALUE}.")
    private Path data;

    private final Console console = Console.system();

    @Override
    public Integer call() throws CliException {
        Planning planning = new Planning(
                new ManifestFolder(folder),
                new HeldManifests(Clock.systemUTC()),
                server,
                InstallationKey.generate(),
                Planning.Memory.none(),
                // Verifiers are expensive to make, and the output would hide them.
                (needs, problems) -> needs.stream()
                        .collect(Collectors.toMap(VerifierNeed::key, need -> new SecretText("hidden"), (a, b) -> a)),
                DeploymentTarget.oneMachine(data.toAbsolutePath().normalize().toString()),
                Clock.systemUTC());
        Planning.Planned planned = planning.plan(Optional.empty(), 1);
        planned.problems().forEach(problem -> console.warn(problem.toString()));
        if (planned.plan().files().isEmpty()) return Postwerk.FAILED;
        for (Map.Entry<Program, SortedMap<String, byte[]>> set :
                planned.plan().files().entrySet()) {
            print(set.getKey(), set.getValue());
        }
        return planned.hasErrors() ? Postwerk.FAILED : 0;
    }

    private void print(Program program, SortedMap<String, byte[]> files) throws CliException {
        int empty = 0;
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            if (EMPTY_BUCKET
                    .matcher(new String(file.getValue(), StandardCharsets.UTF_8))
                    .matches()) {
                empty++;
                continue;
            }
            try {
                console.say("# " + program.folder() + "/" + file.getKey());
                console.say(ProgramFiles.redacted(program, file.getKey(), file.getValue())
                        .stripTrailing());
            } catch (ConfigException e) {
                throw new CliException("cannot be shown: " + e.getMessage(), e);
            }
        }
        if (empty > 0) console.say("# " + program.folder() + ": and " + empty + " buckets without entries");
    }
}
