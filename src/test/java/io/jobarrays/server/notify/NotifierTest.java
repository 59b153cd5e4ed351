package io.jobarrays.server.notify;

import static io.jobarrays.server.batch.ExecutionAwait.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.arrays.events.EventRows;
import io.jobarrays.server.arrays.events.ProgressEvent;
import io.jobarrays.server.arrays.reconcile.SimulatedPhases;
import io.jobarrays.server.batch.ChainFixture;
import io.jobarrays.server.batch.ExecutionAwait;
import io.jobarrays.server.batch.Executions;
import io.jobarrays.server.batch.SubmitOptions;
import io.jobarrays.server.batch.rows.ExecutionState;
import io.jobarrays.server.net.NotifyTarget;
import io.jobarrays.server.notify.WebhookReceiver.Received;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class NotifierTest {
    private static final String SECRET_PATH = "canary-path-93c1";
    private static final Path VERIFY =
            Path.of(System.getProperty("project.root", ".."), "docs/how-to/verify_webhook.py");

    @Inject Executions executions;
    @Inject SimulatedPhases phases;
    @Inject Notifications notifications;
    @Inject NotificationRows rows;
    @Inject Notifier notifier;
    @Inject WebhookSecrets secrets;
    @Inject EventRows events;
    @Inject EntityManager database;

    private final WebhookReceiver receiver = new WebhookReceiver("127.0.0.2");

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void tellsOfStageAndExecutionUntilTheyAreTaken() throws Exception {
        phases.endFirstAttemptWith("simulated-notify", 1, "EXIT_7");
        receiver.next(503, Map.of());
        byte[] job =
                ChainFixture.job(
                        "notified",
                        """
                        <step id="simulated-notify">
                          <properties>
                            <property name="count" value="2"/>
                            <property name="command" value="true"/>
                            <property name="notify" value="%s"/>
                          </properties>
                          <batchlet ref="array"/>
                        </step>
                        """
                                .formatted(target().url()));

        long id = executions.submit(job, Map.of(), null, new SubmitOptions(null, target())).id();
        ExecutionAwait.until(executions, id, ExecutionState.FAILED);
        eventually(() -> assertThat(texts(id)).anyMatch(it -> it.contains("answered 503")));
        makeDue();

        eventually(() -> assertThat(receiver.received()).hasSize(3));
        eventually(
                () ->
                        assertThat(texts(id))
                                .filteredOn(it -> it.contains(" was sent to "))
                                .hasSize(2));
        List<Received> taken = receiver.received().subList(1, 3);
        assertThat(taken.stream().map(Received::body))
                .anyMatch(it -> it.contains("\"type\":\"array.failed\"") && it.contains("1_OF_2"))
                .anyMatch(it -> it.contains("\"type\":\"execution.failed\""));
        assertThat(taken.stream().map(Received::id)).contains(receiver.received().getFirst().id());
        assertThat(verify(taken.getFirst(), taken.getFirst().body())).isZero();
        assertThat(verify(taken.getFirst(), taken.getLast().body())).isEqualTo(1);
        assertThat(texts(id)).noneMatch(it -> it.contains(SECRET_PATH));
        assertThat(rowsWith(SECRET_PATH)).isZero();
    }

    @Test
    void sendsWhatAServerLeftButNeverToAnAddressThatIsNotPermitted() {
        NotifyTarget taken = target();
        NotifyTarget refused = NotifyTarget.parse("notify", "http://127.0.0.1:1/x", null);

        notifications.add(NotifyEvent.executionEnded(-7, "left", "COMPLETED"), taken);
        notifications.add(NotifyEvent.executionEnded(-7, "left", "COMPLETED"), refused);

        eventually(() -> assertThat(texts(-7)).hasSize(2));
        assertThat(receiver.received()).hasSize(1);
        assertThat(texts(-7))
                .anyMatch(it -> it.endsWith("execution.ended was sent to " + taken))
                .anyMatch(
                        it ->
                                it.contains(
                                        "is not sent: http://127.0.0.1:1/… is a loopback address"));
    }

    @Test
    void warnsOnceAndBoundsWhatWaits() {
        NotifyEvent event = NotifyEvent.ttlWarning(-8, null, "a-8", "a", Instant.EPOCH);
        receiver.next(503, Map.of("Retry-After", "3600"));
        receiver.next(503, Map.of("Retry-After", "3600"));

        notifications.warnOnce("a-8 ttl 0", event, target());
        notifications.warnOnce("a-8 ttl 0", event, target());
        notifications.warnOnce("a-8 ttl 1", event, target());

        eventually(() -> assertThat(texts(-8)).hasSize(2));
        assertThat(rows.surplus(1)).hasSize(1);
        assertThat(rows.surplus(1000)).isEmpty();
        assertThat(receiver.received()).hasSize(2);
        QuarkusTransaction.requiringNew()
                .run(() -> assertThat(Notification.delete("arrayId", "a-8")).isEqualTo(2));
    }

    private NotifyTarget target() {
        return NotifyTarget.parse(
                "notify", "http://127.0.0.2:%d/%s".formatted(receiver.port(), SECRET_PATH), null);
    }

    private List<String> texts(long execution) {
        return events.ofExecution(execution, 0).stream()
                .map(ProgressEvent::text)
                .filter(it -> it.contains(": notification "))
                .toList();
    }

    private void makeDue() {
        QuarkusTransaction.requiringNew()
                .run(
                        () ->
                                Notification.update(
                                        "dueAt = ?1", Instant.now().minus(Duration.ofDays(1))));
        notifier.wake();
    }

    private int verify(Received request, String body) throws Exception {
        Process python =
                new ProcessBuilder(
                                "python3",
                                VERIFY.toString(),
                                secrets.text(target()).orElseThrow(),
                                request.id(),
                                request.at(),
                                request.signature())
                        .inheritIO()
                        .redirectInput(ProcessBuilder.Redirect.PIPE)
                        .start();
        try (OutputStream in = python.getOutputStream()) {
            in.write(body.getBytes(StandardCharsets.UTF_8));
        }
        return python.waitFor();
    }

    private long rowsWith(String text) {
        return QuarkusTransaction.requiringNew()
                .call(
                        () ->
                                (Long)
                                        database.createNativeQuery(
                                                        "select (select count(*) from notification n"
                                                                + " where cast(n as text) like ?1)"
                                                                + " + (select count(*) from"
                                                                + " notify_target t where cast(t as"
                                                                + " text) like ?1)",
                                                        Long.class)
                                                .setParameter(1, "%" + text + "%")
                                                .getSingleResult());
    }
}
