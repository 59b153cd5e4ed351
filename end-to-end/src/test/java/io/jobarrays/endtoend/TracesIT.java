package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Trace of a pipeline whose server is killed in its first stage. */
class TracesIT {
    private static final String PIPELINE =
            """
            <job id="traced" version="2.0" xmlns="https://jakarta.ee/xml/ns/jakartaee">
              <step id="first" next="second">
                <properties>
                  <property name="count" value="2"/>
                  <property name="barrier" value="true"/>
                  <property name="command" value="echo parent=$TRACEPARENT; sleep 4 # canary-command"/>
                  <property name="env.NOTE" value="canary-variable"/>
                  <property name="ttl" value="30m"/>
                </properties>
                <batchlet ref="array"/>
              </step>
              <step id="second">
                <properties>
                  <property name="user-data" value="@setup.sh"/>
                  <property name="ttl" value="30m"/>
                </properties>
                <batchlet ref="array"/>
              </step>
            </job>
            """;

    private static final String USER_DATA =
            """
            #!/bin/sh
            echo parent=$TRACEPARENT # canary-user-data
            exit 3
            """;

    @Test
    void traceOfAnExecutionContinuesAfterTheServerWasKilled() throws Exception {
        try (TraceReceiver receiver = new TraceReceiver();
                TestControlPlane plane = TestControlPlane.started(settings(receiver))) {
            Path files = plane.files("traced");
            Path xml = Files.writeString(files.resolve("traced.xml"), PIPELINE);
            Files.writeString(files.resolve("setup.sh"), USER_DATA);
            plane.run("submit", "" + xml, "--files", "" + files);
            await().atMost(TestControlPlane.CONDITION_TIMEOUT)
                    .until(() -> log(plane, "first").contains("parent="));
            await().atMost(TestControlPlane.CONDITION_TIMEOUT)
                    .until(() -> !receiver.named("barrier").isEmpty());
            plane.killServer();
            plane.spawn(settings(receiver), "up");

            await().atMost(TestControlPlane.CONDITION_TIMEOUT)
                    .until(() -> !receiver.named("execution traced").isEmpty());
            await().atMost(TestControlPlane.CONDITION_TIMEOUT)
                    .until(() -> receiver.named("Ec2.TerminateInstances").size() == 2);

            spansHaveTheirParents(receiver);
            workIsAChildOfItsStage(receiver, plane);
            nothingSecretIsSent(receiver);
        }
    }

    private static void spansHaveTheirParents(TraceReceiver receiver) {
        Span execution = only(receiver, "execution traced");
        Span first = only(receiver, "stage first");
        Span second = only(receiver, "stage second");
        List<Span> launches = receiver.named("launch");
        List<Span> calls = receiver.named("Ec2.RunInstances");

        assertThat(execution.getParentSpanId()).isEmpty();
        assertThat(List.of(first, second))
                .allMatch(stage -> TraceReceiver.isChild(stage, execution));
        assertThat(launches).hasSize(2);
        assertThat(TraceReceiver.isChild(launches.get(0), first)).isTrue();
        assertThat(TraceReceiver.isChild(launches.get(1), second)).isTrue();
        assertThat(calls).hasSize(2);
        assertThat(TraceReceiver.isChild(calls.get(0), launches.get(0))).isTrue();
        assertThat(TraceReceiver.isChild(calls.get(1), launches.get(1))).isTrue();
        assertThat(receiver.named("barrier"))
                .satisfiesExactly(
                        one -> assertThat(TraceReceiver.isChild(one, first)).isTrue(),
                        one -> assertThat(TraceReceiver.isChild(one, second)).isTrue());
        assertThat(receiver.named("Ec2.TerminateInstances"))
                .satisfiesExactly(
                        one -> assertThat(TraceReceiver.isChild(one, first)).isTrue(),
                        one -> assertThat(TraceReceiver.isChild(one, second)).isTrue());
        assertThat(attributes(launches.getFirst()))
                .containsEntry("spawn.launch.count", "2")
                .containsEntry("host.type", "t3.micro")
                .containsEntry("aws.request_id", attributes(calls.getFirst()).get("aws.request_id"))
                .containsKey("spawn.launch.token");
        assertThat(first.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_UNSET);
        assertThat(second.getStatus().getMessage()).isEqualTo("FAILED_1_OF_1");
        assertThat(execution.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
        assertThat(execution.getStartTimeUnixNano()).isLessThan(first.getStartTimeUnixNano());
    }

    private static void workIsAChildOfItsStage(TraceReceiver receiver, TestControlPlane plane) {
        for (String stage : List.of("first", "second")) {
            Span span = only(receiver, "stage " + stage);
            assertThat(log(plane, stage))
                    .contains(
                            "00-%s-%s-01"
                                    .formatted(TraceReceiver.trace(span), TraceReceiver.id(span)));
        }
    }

    private static void nothingSecretIsSent(TraceReceiver receiver) {
        assertThat(receiver.bodies()).noneMatch(body -> body.contains("canary"));
        assertThat(receiver.authorizations()).containsOnly("Bearer of-the-collector");
        assertThat(receiver.spans()).noneMatch(span -> span.getName().contains("/api/"));
    }

    private static Map<String, String> settings(TraceReceiver receiver) {
        return Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                receiver.url(),
                "OTEL_EXPORTER_OTLP_HEADERS",
                "authorization=Bearer of-the-collector",
                "QUARKUS_OTEL_BSP_SCHEDULE_DELAY",
                "100ms");
    }

    private static Span only(TraceReceiver receiver, String name) {
        List<Span> spans = receiver.named(name);
        assertThat(spans).as(name).hasSize(1);
        return spans.getFirst();
    }

    private static Map<String, String> attributes(Span span) {
        return span.getAttributesList().stream()
                .collect(Collectors.toMap(KeyValue::getKey, TracesIT::text));
    }

    private static String text(KeyValue attribute) {
        return attribute.getValue().hasIntValue()
                ? "" + attribute.getValue().getIntValue()
                : attribute.getValue().getStringValue();
    }

    private static String log(TestControlPlane plane, String array) {
        return plane.api().text("/arrays/%s/logs/0".formatted(array)).orElse("");
    }
}
