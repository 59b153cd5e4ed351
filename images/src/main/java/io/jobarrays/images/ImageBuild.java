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
 * images/target/server.tar} and {@code images/target/local-cloud.tar}, for arm64 in {@code
 * images/target/arm64}. Needs no container engine.
 */
public final class ImageBuild {
    private ImageBuild() {}

    /**
     * @param arguments the checkout, the version and the processor of the images, and an image of a
     *     registry to build upon; empty: one of Debian's packages is made
     */
    public static void main(String... arguments) throws Exception {
        // Digits in names and addresses must not depend on the user's language.
        Locale.setDefault(Locale.ROOT);
        Path checkout = Path.of(arguments[0]);
        String version = arguments[1];
        Processor processor = Processor.parse(arguments[2]);
        // The build passes null for an empty property.
        String base = arguments.length > 3 ? Objects.requireNonNullElse(arguments[3], "") : "";
        Path images = checkout.resolve("images/target");
        switch (processor) {
            case AMD64 -> {
                Path runtime = JavaRuntime.link(images.resolve("java"));
                write(ImageSources.built(checkout, runtime), base, version, images);
            }
            case ARM64 -> {
                Path target = Files.createDirectories(images.resolve(processor.word()));
                write(Arm64Programs.sources(checkout, target), base, version, target);
            }
        }
    }

    private static void write(ImageSources sources, String base, String version, Path target)
            throws Exception {
        for (ProgramImage program : ProgramImage.all()) {
            if (base.isEmpty() && !program.debianBase().canBeMadeFor(sources.processor())) {
                System.out.printf(
                        "%s: its base cannot be made for %s here; name one with -Dimages.base%n",
                        program.fileName(), sources.processor().word());
                continue;
            }
            JibContainerBuilder from =
                    base.isEmpty()
                            ? Jib.from(
                                    TarImage.at(
                                            DebianBase.make(
                                                    target,
                                                    program.debianBase(),
                                                    sources.processor())))
                            : Jib.from(base);
            write(program.describe(from, sources), program, version, target);
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
