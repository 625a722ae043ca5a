package io.postwerk.cli;

import io.postwerk.config.SecretText;
import io.postwerk.crds.manifest.Problem;
import io.postwerk.password.SaslPrep;
import io.postwerk.password.SaslPrepException;
import io.postwerk.plan.secret.VerifierKey;
import io.postwerk.plan.secret.VerifierNeed;
import io.postwerk.plan.server.DeploymentTarget;
import io.postwerk.trust.InstallationKey;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code postwerk check DIR}: every problem of the manifests, a line each; starts and changes nothing. */
@Command(
        name = "check",
        description = {
            "Validates the manifests of a folder without starting anything.",
            "Prints each problem as file, resource, field, what is wrong, what to do. Exit status 1 if there is an error."
        },
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "Folder of manifests.")
    private Path folder;

    @Option(names = "--server", paramLabel = "NAME", description = "The MailServer, if the folder has several.")
    private Optional<String> server = Optional.empty();

    private final Console console = Console.system();

    @Override
    public Integer call() throws CliException {
        Planning planning = new Planning(
                new ManifestFolder(folder),
                new HeldManifests(Clock.systemUTC()),
                server,
                InstallationKey.generate(),
                Planning.Memory.none(),
                CheckCommand::passwords,
                DeploymentTarget.oneMachine("DATA"),
                Clock.systemUTC());
        Planning.Planned planned = planning.plan(Optional.empty(), 1);
        planned.problems().forEach(problem -> console.say(problem.toString()));
        long errors = planned.problems().stream().filter(Problem::isError).count();
        long warnings = planned.problems().size() - errors;
        if (planned.problems().isEmpty()) {
            console.say(folder + ": no problems");
        } else {
            console.say(folder + ": " + counted(errors, "error") + ", " + counted(warnings, "warning"));
        }
        return planned.hasErrors() ? Postwerk.FAILED : 0;
    }

    /** Checks that a verifier can be made from each password, without making it. */
    private static Map<VerifierKey, SecretText> passwords(List<VerifierNeed> needs, List<Problem> problems) {
        Map<VerifierKey, SecretText> pretended = new HashMap<>();
        for (VerifierNeed need : needs) {
            try {
                SaslPrep.stored(need.password().reveal());
                pretended.put(need.key(), new SecretText("not made"));
            } catch (SaslPrepException e) {
                problems.add(VerifierStore.unusable(need, e));
            }
        }
        return pretended;
    }

    private static String counted(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
