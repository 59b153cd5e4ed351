package io.jobarrays.server.files;

import io.jobarrays.server.state.StateDirectory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;

/** Meters of stores that a test makes itself. */
public final class TestMeters {
    private TestMeters() {}

    public static FileMeters files(Path state) {
        return new FileMeters(new SimpleMeterRegistry(), new StateDirectory(state));
    }
}
