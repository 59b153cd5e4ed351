package io.jobarrays.localcloud.machines.scale;

import io.jobarrays.localcloud.ec2.catalogue.Account;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Command line and environment of a scale host.
 *
 * @param directory one root directory for each machine
 * @param metadata base URI of the metadata services
 * @param controlPlaneFile file that contains the control plane's URL
 * @param image packaged agent
 * @param endpointPort port of the account's endpoint on 127.0.0.1
 */
record ScaleHostCommand(
        Path directory,
        String metadata,
        Path controlPlaneFile,
        Optional<Path> image,
        int endpointPort) {
    private static final String MAIN_CLASS = "io.jobarrays.agent.scale.ScaleHost";

    /** 1,000 connected agents held 107 MiB; the rest is for bursts. */
    private static final String MAX_HEAP = "-Xmx1g";

    /**
     * @throws IOException when there is no packaged agent
     */
    List<String> line() throws IOException {
        Path jar =
                image.map(it -> it.resolve("lib/spored.jar"))
                        .filter(Files::isReadable)
                        .orElseThrow(
                                () ->
                                        new IOException(
                                                "scale mode runs the packaged agent: start the local cloud with --image DIR"));
        List<String> line = new ArrayList<>();
        line.add(java());
        line.addAll(List.of(MAX_HEAP, "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"));
        // Memory of a burst, such as the peers of all members, is returned after it.
        line.addAll(List.of("-XX:MinHeapFreeRatio=10", "-XX:MaxHeapFreeRatio=30"));
        line.addAll(
                List.of(
                        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                        "-Djdk.httpclient.bufsize=4096",
                        "-Djdk.httpclient.websocket.writeBufferSize=4096"));
        line.addAll(List.of("-cp", jar.toString(), MAIN_CLASS));
        line.addAll(List.of(directory.toString(), metadata, controlPlaneFile.toString()));
        return line;
    }

    Map<String, String> environment() {
        return Map.of(
                "PATH",
                "/usr/local/bin:/usr/bin:/bin",
                "LC_ALL",
                "C.UTF-8",
                "AWS_ENDPOINT_URL",
                "http://127.0.0.1:" + endpointPort,
                "AWS_REGION",
                Account.REGION,
                "AWS_DEFAULT_REGION",
                Account.REGION);
    }

    /** The image's runtime where it is of this processor, otherwise the runtime of this process. */
    private String java() throws IOException {
        Path own = Path.of(System.getProperty("java.home"), "bin", "java");
        Optional<Path> bundled = image.map(it -> it.resolve("jre"));
        return bundled.isPresent() && isForThisProcessor(bundled.get())
                ? bundled.get().resolve("bin/java").toString()
                : own.toString();
    }

    /** The build writes the processor beside the runtime, in the words of {@code uname -m}. */
    private static boolean isForThisProcessor(Path jre) throws IOException {
        Path processor = jre.resolve("processor");
        return Files.isExecutable(jre.resolve("bin/java"))
                && Files.isReadable(processor)
                && Files.readString(processor).strip().equals(processor());
    }

    private static String processor() {
        String architecture = System.getProperty("os.arch");
        return architecture.equals("amd64") ? "x86_64" : architecture;
    }
}
