package io.postwerk.smtpserver.violation;

import io.postwerk.sasl.Authenticator;
import io.postwerk.training.Training;

/** Breaks: authenticators ask auth-sidecar; training is on no class path. */
abstract class LetsAnybodyIn implements Authenticator {
    Object training = new Training();
}
