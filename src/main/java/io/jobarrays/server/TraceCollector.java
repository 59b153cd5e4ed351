package io.jobarrays.server;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * Collector of traces, as OpenTelemetry's variables name it; without one there are no traces.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/protocol/exporter/">OTLP exporter</a>
 */
final class TraceCollector {
    private static final String ENDPOINT = "otel.exporter.otlp.endpoint";
    private static final String PROTOCOL = "otel.exporter.otlp.protocol";
    private static final String HTTP_PROTOBUF = "http/protobuf";
    private static final String DISABLED = "otel.sdk.disabled";
    private static final String SAMPLED = "otel.traces.sampler.arg";

    private TraceCollector() {}

    /** Why the settings cannot be used; empty for valid ones. */
    static Optional<String> objection(Config config) {
        Optional<String> endpoint = config.getOptionalValue(ENDPOINT, String.class);
        Optional<String> protocol = config.getOptionalValue(PROTOCOL, String.class);
        if (endpoint.isEmpty()) {
            return Optional.empty();
        }
        return endpoint.filter(url -> !isHttp(url))
                .map(
                        url ->
                                "OTEL_EXPORTER_OTLP_ENDPOINT=%s is no http or https URL; write http://HOST:4318"
                                        .formatted(url))
                .or(
                        () ->
                                protocol.filter(it -> !it.equals(HTTP_PROTOBUF))
                                        .map(TraceCollector::otherProtocol))
                .or(
                        () ->
                                config.getOptionalValue(SAMPLED, String.class)
                                        .filter(it -> !isRatio(it))
                                        .map(TraceCollector::noRatio));
    }

    /** Turns traces on if a collector is named. */
    static void apply(Config config) {
        boolean disabled = config.getOptionalValue(DISABLED, Boolean.class).orElse(false);
        if (!disabled && config.getOptionalValue(ENDPOINT, String.class).isPresent()) {
            System.setProperty("quarkus.otel.sdk.disabled", "false");
        }
    }

    private static String otherProtocol(String protocol) {
        return "OTEL_EXPORTER_OTLP_PROTOCOL=%s is not supported; write %s, which collectors receive at port 4318"
                .formatted(protocol, HTTP_PROTOBUF);
    }

    private static String noRatio(String value) {
        return "OTEL_TRACES_SAMPLER_ARG=%s is no number from 0 to 1; 0.1 records one trace of ten"
                .formatted(value);
    }

    private static boolean isRatio(String value) {
        try {
            double ratio = Double.parseDouble(value);
            return ratio >= 0 && ratio <= 1;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static boolean isHttp(String url) {
        try {
            URI uri = URI.create(url);
            return uri.getHost() != null && isHttpScheme(uri.getScheme());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isHttpScheme(@Nullable String scheme) {
        return scheme != null && Set.of("http", "https").contains(scheme);
    }
}
