package io.jobarrays.endtoend;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Control plane shared by the test classes that look only at arrays of their own names and leave no
 * instance running; closed after the last. The classes run side by side.
 */
final class SharedControlPlane implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestControlPlane.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(SharedControlPlane.class))
                .computeIfAbsent(
                        TestControlPlane.class,
                        key -> TestControlPlane.started(),
                        TestControlPlane.class);
    }
}
