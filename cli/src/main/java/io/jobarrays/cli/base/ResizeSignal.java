package io.jobarrays.cli.base;

import java.lang.reflect.Proxy;

/** SIGWINCH, which a terminal sends when its size has changed. */
public final class ResizeSignal {
    private ResizeSignal() {}

    /**
     * Runs the action at each signal. Uses reflection, because the compiler rejects {@code
     * sun.misc.Signal}, the only way of the JDK to handle a signal.
     */
    public static void onResize(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object signalHandler =
                    Proxy.newProxyInstance(
                            ResizeSignal.class.getClassLoader(),
                            new Class<?>[] {handler},
                            (proxy, method, args) -> {
                                action.run();
                                return null;
                            });
            Object window = signal.getConstructor(String.class).newInstance("WINCH");
            signal.getMethod("handle", signal, handler).invoke(null, window, signalHandler);
        } catch (ReflectiveOperationException without) {
            // Keep the current size.
        }
    }
}
