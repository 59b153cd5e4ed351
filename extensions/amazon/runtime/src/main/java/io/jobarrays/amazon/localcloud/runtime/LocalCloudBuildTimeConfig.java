package io.jobarrays.amazon.localcloud.runtime;

import io.quarkus.runtime.annotations.ConfigDocDefault;
import io.quarkus.runtime.annotations.ConfigGroup;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/** Program, image and capacity of the local cloud. */
@ConfigGroup
public interface LocalCloudBuildTimeConfig {

    /** The runnable jar of the local cloud. If set, nothing is built. */
    @ConfigDocDefault("local-cloud/target/local-cloud/local-cloud.jar of the enclosing source tree")
    Optional<Path> program();

    /** The directory that is mounted read-only in every instance at {@code /opt/spored}. */
    @ConfigDocDefault("agent/target/spored of the enclosing source tree")
    Optional<Path> image();

    /** Maximum number of running instances. If not set, the local cloud derives it from memory. */
    OptionalInt capacity();
}
