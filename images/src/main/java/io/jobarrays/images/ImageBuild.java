package io.jobarrays.images;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.TarImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Builds the images of both programs from a checkout in which they are built: {@code
 * images/target/server.tar} and {@code images/target/local-cloud.tar}. Needs no container engine.
 */
public final class ImageBuild {
    private ImageBuild() {}

    /**
     * @param arguments the checkout, the version of the images, and an image of a registry to build
     *     upon; empty: one of Debian's packages is made
     */
    public static void main(String... arguments) throws Exception {
        // Digits in names and addresses must not depend on the user's language.
        Locale.setDefault(Locale.ROOT);
        Path checkout = Path.of(arguments[0]);
        String version = arguments[1];
        // The build passes null for an empty property.
        String base = arguments.length > 2 ? Objects.requireNonNullElse(arguments[2], "") : "";
        Path target = Files.createDirectories(checkout.resolve("images/target"));
        Path runtime = JavaRuntime.link(target.resolve("java"));
        for (ProgramImage program : ProgramImage.all()) {
            JibContainerBuilder from =
                    base.isEmpty()
                            ? Jib.from(TarImage.at(DebianBase.make(target, program.debianBase())))
                            : Jib.from(base);
            write(program.describe(from, checkout, runtime), program, version, target);
        }
    }

    /** Writes the image as an archive of the format of {@code docker save}. */
    static Path write(
            JibContainerBuilder image, ProgramImage program, String version, Path directory)
            throws Exception {
        Path archive = directory.resolve(program.fileName());
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            image.containerize(
                    Containerizer.to(TarImage.at(archive).named(program.reference(version)))
                            .setExecutorService(threads)
                            .setBaseImageLayersCache(directory.resolve("jib"))
                            .setApplicationLayersCache(directory.resolve("jib"))
                            .setToolName("job-arrays"));
        }
        System.out.printf(
                "%s: %s, %d MB%n",
                archive, program.reference(version), Files.size(archive) / 1_000_000);
        return archive;
    }
}
