package io.jobarrays.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.TarImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Layout of the images, with a file of a line for each program. */
class ProgramImageTest {
    private static final Path ROOT = Path.of(System.getProperty("project.root", ".."));
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path directory = Path.of("");

    @Test
    void serverRunsAsAnOrdinaryUserAndOwnsNoFile() throws Exception {
        Map<String, byte[]> image = entries(Files.readAllBytes(build(ProgramImage.SERVER)));

        JsonNode manifest = JSON.readTree(image.get("manifest.json")).get(0);
        JsonNode config = JSON.readTree(image.get(manifest.path("Config").asText()));
        assertThat(manifest.path("RepoTags").get(0).asText()).isEqualTo("spawn/server:1");
        assertThat(config.path("architecture").asText()).isEqualTo("amd64");
        assertThat(config.path("config").path("User").asText()).isEqualTo("10001:10001");
        assertThat(config.path("config").path("ExposedPorts").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("7070/tcp", "9000/tcp");
        List<TarArchiveEntry> files = files(image, manifest);
        assertThat(files).extracting(TarArchiveEntry::getLongUserId).containsOnly(0L);
        assertThat(files)
                .extracting(TarArchiveEntry::getName)
                .contains(
                        "etc/base",
                        "opt/java/bin/java",
                        "opt/spawn/spored.tar.gz",
                        "opt/spawn/server/quarkus-run.jar",
                        "opt/spawn/server/lib/a-file");
        assertThat(files)
                .filteredOn(it -> it.getName().equals("opt/java/bin/java"))
                .singleElement()
                .satisfies(it -> assertThat(it.getMode() & 0777).isEqualTo(0755));
    }

    @Test
    void imageForAnotherProcessorHasTheProgramsOfThat() throws Exception {
        Path agent = directory.resolve("agent-for-arm64");
        build(ProgramImage.SERVER);
        Files.writeString(agent, "an agent for arm64\n");
        ImageSources sources =
                new ImageSources(
                        directory,
                        directory.resolve("java"),
                        Processor.ARM64,
                        Map.of("agent/target/spored.tar.gz", agent));
        Path base = directory.resolve("base-arm64.tar");
        DebianBase.write(base, baseLayer(), Processor.ARM64);

        Path archive =
                ImageBuild.write(
                        ProgramImage.SERVER.describe(Jib.from(TarImage.at(base)), sources),
                        ProgramImage.SERVER,
                        "1",
                        directory);

        Map<String, byte[]> image = entries(Files.readAllBytes(archive));
        JsonNode manifest = JSON.readTree(image.get("manifest.json")).get(0);
        JsonNode config = JSON.readTree(image.get(manifest.path("Config").asText()));
        assertThat(config.path("architecture").asText()).isEqualTo("arm64");
        assertThat(files(image, manifest))
                .filteredOn(it -> it.getName().equals("opt/spawn/spored.tar.gz"))
                .singleElement()
                .satisfies(it -> assertThat(it.getSize()).isEqualTo(Files.size(agent)));
    }

    static List<ProgramImage> all() {
        return ProgramImage.all();
    }

    @ParameterizedTest
    @MethodSource("all")
    void aDockerfileBuildsTheSame(ProgramImage program) throws Exception {
        String dockerfile =
                Files.readString(
                        ROOT.resolve("images")
                                .resolve(program.fileName().replace(".tar", "") + ".Dockerfile"));
        Map<String, byte[]> image = entries(Files.readAllBytes(build(program)));
        JsonNode manifest = JSON.readTree(image.get("manifest.json")).get(0);
        JsonNode config = JSON.readTree(image.get(manifest.path("Config").asText())).path("config");

        assertThat(dockerfile)
                .contains("--add-modules " + String.join(",", JavaRuntime.MODULES))
                .contains("USER " + config.path("User").asText());
        for (ProgramImage.Layer layer : program.layers()) {
            assertThat(dockerfile)
                    .contains("COPY %s %s%n".formatted(layer.source(), layer.place()));
        }
        config.path("Env").forEach(it -> assertThat(dockerfile).contains(it.asText()));
        assertThat(JSON.readTree(dockerfile.substring(dockerfile.indexOf("ENTRYPOINT ") + 11)))
                .isEqualTo(config.path("Entrypoint"));
    }

    @Test
    void aProgramThatIsNotBuiltIsNamed() {
        assertThatThrownBy(
                        () ->
                                ProgramImage.SERVER.describe(
                                        Jib.fromScratch(),
                                        ImageSources.built(directory, fixture("java"))))
                .hasMessageContaining("src/target/quarkus-app/lib is missing; run ./mvnw -Pimages");
    }

    private Path build(ProgramImage program) throws Exception {
        for (ProgramImage.Layer layer : program.layers()) {
            if (layer.source().matches(".*\\.(jar|gz)")) {
                Path file = directory.resolve(layer.source());
                Files.createDirectories(file.getParent());
                Files.writeString(file, "a line\n");
            } else {
                fixture(layer.source());
            }
        }
        Path java = fixture("java/bin").resolve("java");
        Files.writeString(java, "#!/bin/sh\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Path base = directory.resolve("base.tar");
        DebianBase.write(base, baseLayer(), Processor.AMD64);
        return ImageBuild.write(
                program.describe(
                        Jib.from(TarImage.at(base)),
                        ImageSources.built(directory, directory.resolve("java"))),
                program,
                "1",
                directory);
    }

    private Path baseLayer() throws IOException {
        Path layer = directory.resolve("layer.tar");
        try (TarArchiveOutputStream tar =
                new TarArchiveOutputStream(Files.newOutputStream(layer))) {
            tar.putArchiveEntry(new TarArchiveEntry("etc/base"));
            tar.closeArchiveEntry();
        }
        return layer;
    }

    private Path fixture(String name) throws IOException {
        Path made = Files.createDirectories(directory.resolve(name));
        Files.writeString(made.resolve("a-file"), "a line\n");
        return made;
    }

    private static List<TarArchiveEntry> files(Map<String, byte[]> image, JsonNode manifest)
            throws IOException {
        List<TarArchiveEntry> files = new ArrayList<>();
        for (JsonNode layer : manifest.path("Layers")) {
            byte[] bytes = image.getOrDefault(layer.asText(), new byte[0]);
            InputStream plain =
                    bytes[0] == 0x1f
                            ? new GZIPInputStream(new ByteArrayInputStream(bytes))
                            : new ByteArrayInputStream(bytes);
            try (TarArchiveInputStream tar = new TarArchiveInputStream(plain)) {
                for (TarArchiveEntry entry = tar.getNextEntry();
                        entry != null;
                        entry = tar.getNextEntry()) {
                    files.add(entry);
                }
            }
        }
        return files;
    }

    private static Map<String, byte[]> entries(byte[] archive) throws IOException {
        Map<String, byte[]> entries = new HashMap<>();
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new ByteArrayInputStream(archive))) {
            for (TarArchiveEntry entry = tar.getNextEntry();
                    entry != null;
                    entry = tar.getNextEntry()) {
                entries.put(entry.getName(), tar.readAllBytes());
            }
        }
        return entries;
    }
}
