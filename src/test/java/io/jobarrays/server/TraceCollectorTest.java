package io.jobarrays.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceCollectorTest {
    private static final String ENDPOINT = "otel.exporter.otlp.endpoint";

    @ParameterizedTest
    @CsvSource({
        "otel.exporter.otlp.endpoint, collector:4317, OTEL_EXPORTER_OTLP_ENDPOINT=collector:4317 is no http or https URL; write http://HOST:4318",
        "otel.exporter.otlp.endpoint, http://, OTEL_EXPORTER_OTLP_ENDPOINT=http:// is no http",
        "otel.exporter.otlp.endpoint, ftp://collector, OTEL_EXPORTER_OTLP_ENDPOINT=ftp://collector is no http",
        "otel.exporter.otlp.protocol, grpc, OTEL_EXPORTER_OTLP_PROTOCOL=grpc is not supported; write http/protobuf",
        "otel.traces.sampler.arg, 10%, OTEL_TRACES_SAMPLER_ARG=10% is no number from 0 to 1",
        "otel.traces.sampler.arg, 2, OTEL_TRACES_SAMPLER_ARG=2 is no number from 0 to 1"
    })
    void refusesSettingsThatSendNothing(String key, String value, String sentence) {
        Map<String, String> settings =
                key.equals(ENDPOINT)
                        ? Map.of(ENDPOINT, value)
                        : Map.of(ENDPOINT, "http://collector:4318", key, value);

        assertThat(objection(settings).orElseThrow()).startsWith(sentence);
    }

    @Test
    void acceptsCollectorsAndIgnoresTheRestWithoutOne() {
        assertThat(objection(Map.of(ENDPOINT, "https://collector.example.com/otlp"))).isEmpty();
        assertThat(objection(Map.of("otel.exporter.otlp.protocol", "grpc"))).isEmpty();
    }

    private static Optional<String> objection(Map<String, String> settings) {
        return TraceCollector.objection(
                new SmallRyeConfigBuilder()
                        .withSources(new PropertiesConfigSource(settings, "test", 100))
                        .build());
    }
}
