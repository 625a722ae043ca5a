package io.postwerk.cli.runtime;

import io.quarkus.picocli.runtime.annotations.TopCommand;
import picocli.CommandLine.Command;

/** The {@code postwerk} command. */
@TopCommand
@Command(name = "postwerk", mixinStandardHelpOptions = true)
public final class PostwerkCommand {}
