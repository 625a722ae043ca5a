package io.postwerk.tests.system;

import java.io.IOException;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** For test classes that start instances of their own: the shared one gives up the ports first. */
final class OwnPorts implements BeforeAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        SharedInstance.end(context);
    }
}
