package io.jobarrays.amazon.localcloud.runtime;

import io.quarkus.runtime.annotations.ConfigDocDefault;
import io.quarkus.runtime.annotations.ConfigGroup;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/** How the local cloud is started. */
@ConfigGroup
public interface LocalCloudBuildTimeConfig {

    /** The runnable jar of the local cloud. When it is set, nothing is built. */
    @ConfigDocDefault("local-cloud/target/local-cloud/local-cloud.jar of the enclosing source tree")
    Optional<Path> program();

    /** The directory that every instance sees, read-only, at {@code /opt/spored}. */
    @ConfigDocDefault("agent/target/spored of the enclosing source tree")
    Optional<Path> image();

    /** How many instances may run at once; the local cloud decides by itself when it is not set. */
    OptionalInt capacity();
}
