package io.postwerk.controlplane;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One {@link ControlPlane} for all test classes of a JVM, started by the first and closed at the end; a test asks for it as a
 * parameter. Classes are skipped where its programs are missing, and fail where peers are required.
 *
 * <pre>{@code
 * @ExtendWith(SharedControlPlane.class)
 * class SomeTest {
 *     @Test
 *     void does(ControlPlane controlPlane) { ... }
 * }
 * }</pre>
 */
public final class SharedControlPlane implements BeforeAllCallback, ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(SharedControlPlane.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        shared(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == ControlPlane.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return shared(context);
    }

    private static ControlPlane shared(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(ControlPlane.class, key -> started(), ControlPlane.class);
    }

    private static ControlPlane started() {
        try {
            return ControlPlane.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
