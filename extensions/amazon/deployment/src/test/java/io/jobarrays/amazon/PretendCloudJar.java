package io.jobarrays.amazon;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A runnable jar for {@link PretendCloud}: nothing but a manifest that points at these classes. */
final class PretendCloudJar {
    private PretendCloudJar() {}

    static Path make() {
        try {
            Manifest manifest = new Manifest();
            Attributes main = manifest.getMainAttributes();
            main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
            main.put(Attributes.Name.MAIN_CLASS, PretendCloud.class.getName());
            main.put(Attributes.Name.CLASS_PATH, Path.of("target/test-classes").toUri().toString());
            Path jar = Files.createDirectories(Path.of("target/pretend")).resolve("cloud.jar");
            new JarOutputStream(Files.newOutputStream(jar), manifest).close();
            return jar.toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
