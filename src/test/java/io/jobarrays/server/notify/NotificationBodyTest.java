package io.jobarrays.server.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jobarrays.server.net.NotifyFormat;
import java.math.BigDecimal;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class NotificationBodyTest {
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void jsonHasTypeTimeAndData() {
        NotifyEvent failed =
                NotifyEvent.arrayEnded(7, "train", "train-1", "train", "FAILED_1_OF_8");

        assertThat(NotificationBody.of(failed, NotifyFormat.JSON, AT))
                .isEqualTo(
                        """
                        {"type":"array.failed","timestamp":"2026-01-02T03:04:05Z","data":\
                        {"summary":"array train (train-1) failed: 1 of 8 members failed",\
                        "name":"train","execution_id":7,"stage":"train","array_id":"train-1",\
                        "outcome":"FAILED_1_OF_8"}}""");
    }

    @Test
    void eachEventHasItsTypeAndSentence() {
        assertThat(text(NotifyEvent.arrayEnded(1, null, "a-1", "a", "ALL_OK")))
                .isEqualTo("array.ended: array a (a-1): all work has succeeded");
        assertThat(text(NotifyEvent.arrayEnded(1, null, "a-1", "a", "SUCCEEDED_7_OF_8")))
                .isEqualTo("array.ended: array a (a-1) has succeeded: 7 of 8 members have, enough");
        assertThat(text(NotifyEvent.arrayEnded(1, null, "a-1", "a", "UP")))
                .isEqualTo("array.ended: array a (a-1) is up; it has no work that ends");
        assertThat(text(NotifyEvent.arrayEnded(1, null, null, "a", "NOT_VIABLE")))
                .isEqualTo("array.failed: array a (not launched) failed: too few members came up");
        assertThat(text(NotifyEvent.machinesEnded(1, null, "a-1", "a")))
                .isEqualTo("array.ended: array a (a-1) has ended: no machine runs");
        assertThat(text(NotifyEvent.executionEnded(9, "chain", "FAILED")))
                .isEqualTo("execution.failed: execution 9 of pipeline chain: FAILED");
        assertThat(text(NotifyEvent.executionEnded(9, "chain", "STOPPED")))
                .isEqualTo("execution.ended: execution 9 of pipeline chain: STOPPED");
        assertThat(text(NotifyEvent.ttlWarning(1, null, "a-1", "a", AT)))
                .startsWith(
                        "array.ttl_warning: array a (a-1): its TTL ends at 2026-01-02T03:04:05Z");
        assertThat(
                        text(
                                NotifyEvent.costWarning(
                                        1,
                                        null,
                                        "a-1",
                                        "a",
                                        new BigDecimal("5.01"),
                                        BigDecimal.TEN)))
                .isEqualTo(
                        "array.cost_warning: array a (a-1) has cost about 5.01 USD, more than 10 USD");
    }

    @Test
    void slackGetsOneTextWithoutLinksOrMentions() throws Exception {
        NotifyEvent event =
                NotifyEvent.executionEnded(9, "<!channel>&" + "x".repeat(2000), "FAILED");

        String body = NotificationBody.of(event, NotifyFormat.SLACK, AT);

        String text = new ObjectMapper().readTree(body).path("text").asText();
        assertThat(text).contains("&lt;!channel&gt;&amp;").doesNotContain("<").endsWith("…");
        assertThat(text.length()).isLessThan(1100);
    }

    private static String text(NotifyEvent event) {
        return event.type().text() + ": " + event.summary();
    }
}
