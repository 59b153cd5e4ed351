package io.jobarrays.localcloud.base;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Command line options of the local cloud.
 *
 * @param state directory for keys and {@code cloud.json}
 * @param controlPlane file that contains the control plane's URL
 * @param port of the endpoint; 0 selects a free port
 * @param dnsPort of the name server; 0 selects a free port
 * @param image directory mounted read-only in every instance at {@code /opt/spored}
 * @param capacity maximum number of instances; derived from memory when empty
 * @param scale whether instances have no process trees
 * @param scaleDirectory directory for the files of instances without process trees; the state
 *     directory when empty
 * @param hidden directories that no instance can read
 * @param shared directories that every instance can write, at the same path
 * @param s3Bytes most bytes of all objects in S3
 * @param parent id of the process whose end ends the local cloud
 */
public record CloudOptions(
        Path state,
        Path controlPlane,
        int port,
        int dnsPort,
        Optional<Path> image,
        Optional<Integer> capacity,
        boolean scale,
        Optional<Path> scaleDirectory,
        List<Path> hidden,
        List<Path> shared,
        long s3Bytes,
        Optional<Long> parent) {

    private static final long DEFAULT_S3_BYTES = 10L << 30;

    public static final String USAGE =
            """
            usage: local-cloud --state DIR --control-plane FILE [--port N] [--dns-port N]
                   [--image DIR] [--capacity N] [--scale] [--scale-directory DIR]
                   [--hide DIR]... [--share DIR]... [--s3-bytes N] [--parent PID]\
            """;

    /**
     * Reads the command line.
     *
     * @throws IllegalArgumentException with the message for the user
     */
    public static CloudOptions parse(String... arguments) {
        Parser parser = new Parser();
        Iterator<String> words = List.of(arguments).iterator();
        while (words.hasNext()) {
            String option = words.next();
            if (option.equals("--scale")) {
                parser.scale = true;
            } else if (words.hasNext()) {
                parser.set(option, words.next());
            } else {
                throw new IllegalArgumentException(option + " needs a value");
            }
        }
        return parser.options();
    }

    private static final class Parser {
        private Optional<Path> state = Optional.empty();
        private Optional<Path> controlPlane = Optional.empty();
        private int port;
        private int dnsPort;
        private Optional<Path> image = Optional.empty();
        private Optional<Integer> capacity = Optional.empty();
        private boolean scale;
        private Optional<Path> scaleDirectory = Optional.empty();
        private final List<Path> hidden = new ArrayList<>();
        private final List<Path> shared = new ArrayList<>();
        private long s3Bytes = DEFAULT_S3_BYTES;
        private Optional<Long> parent = Optional.empty();

        void set(String option, String value) {
            switch (option) {
                case "--state" -> state = Optional.of(path(value));
                case "--control-plane" -> controlPlane = Optional.of(path(value));
                case "--port" -> port = number(option, value, Integer::parseInt);
                case "--dns-port" -> dnsPort = number(option, value, Integer::parseInt);
                case "--image" -> image = Optional.of(path(value));
                case "--capacity" ->
                        capacity = Optional.of(number(option, value, Integer::parseInt));
                case "--scale-directory" -> scaleDirectory = Optional.of(path(value));
                case "--hide" -> hidden.add(path(value));
                case "--share" -> shared.add(path(value));
                case "--s3-bytes" -> s3Bytes = number(option, value, Long::parseLong);
                case "--parent" -> parent = Optional.of(number(option, value, Long::parseLong));
                default -> throw new IllegalArgumentException("there is no option " + option);
            }
        }

        CloudOptions options() {
            return new CloudOptions(
                    state.orElseThrow(() -> missing("--state DIR")),
                    controlPlane.orElseThrow(() -> missing("--control-plane FILE")),
                    port,
                    dnsPort,
                    image,
                    capacity,
                    scale,
                    scaleDirectory,
                    List.copyOf(hidden),
                    List.copyOf(shared),
                    s3Bytes,
                    parent);
        }

        private static Path path(String value) {
            return Path.of(value).toAbsolutePath().normalize();
        }

        private static <N extends Number> N number(
                String option, String value, Function<String, N> parse) {
            try {
                N number = parse.apply(value);
                if (number.longValue() >= 0) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // Refused below, as a negative number is.
            }
            throw new IllegalArgumentException(option + " needs a number, not " + value);
        }

        private static IllegalArgumentException missing(String option) {
            return new IllegalArgumentException(option + " is missing");
        }
    }
}
