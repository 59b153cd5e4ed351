package io.jobarrays.endtoend;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Control plane shared by the test classes that kill its programs, since each new one costs as much
 * as ten agents; started again for each test, closed after the last. These classes run in one
 * thread, one after the other, and leave no instance running.
 */
final class RestartedControlPlane implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestControlPlane.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        TestControlPlane plane =
                context.getRoot()
                        .getStore(Namespace.create(RestartedControlPlane.class))
                        .computeIfAbsent(
                                TestControlPlane.class,
                                key -> TestControlPlane.notYetStarted(),
                                TestControlPlane.class);
        plane.run("up");
        return plane;
    }
}
