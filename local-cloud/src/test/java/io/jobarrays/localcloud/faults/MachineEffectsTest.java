package io.jobarrays.localcloud.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jobarrays.localcloud.CloudFixture;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults that act on the machines of new instances. */
class MachineEffectsTest {
    @RegisterExtension static final CloudFixture CLOUD = new CloudFixture(60);

    private final FaultedLaunches launches = new FaultedLaunches(CLOUD);

    @AfterEach
    void clear() throws Exception {
        launches.clear();
    }

    @Test
    void networkIsCutForItsWindow() throws Exception {
        launches.set("{\"kind\":\"network-cut\",\"window\":\"1s\",\"count\":1}");

        String id = launches.launch(it -> {});

        await().until(() -> CLOUD.machines().isDisconnected(id));
        await().until(() -> !CLOUD.machines().isDisconnected(id));
        assertThat(launches.events(id)).containsSubsequence("network-down", "network-up");
    }

    @ParameterizedTest
    @CsvSource({
        "network-cut, network-down",
        "etc-read-only, etc-read-only",
        "disk-full, disk-full"
    })
    void effectOnAMachineWaitsForTheBootDelay(String kind, String event) throws Exception {
        CLOUD.signed().control("delays", "{\"boot\":\"1s\"}");
        launches.set("{\"kind\":\"%s\",\"count\":1}".formatted(kind));

        String id = launches.launch(it -> {});

        await().until(() -> launches.events(id).contains("\"event\" : \"" + event + "\""));
        assertThat(CLOUD.machines().isUp(id)).isTrue();
        assertThat(launches.events(id)).doesNotContain("fault-without-effect");
    }

    @Test
    void etcIsReadOnlyForItsWindow() throws Exception {
        launches.set("{\"kind\":\"etc-read-only\",\"window\":\"1s\",\"count\":1}");

        String id = launches.launch(it -> {});

        await().until(() -> CLOUD.machines().isEtcReadOnly(id));
        await().until(() -> !CLOUD.machines().isEtcReadOnly(id));
        await().until(() -> launches.events(id).contains("etc-writable"));
        assertThat(launches.events(id)).containsSubsequence("etc-read-only", "etc-writable");
    }

    @ParameterizedTest
    @CsvSource({"network-cut", "etc-read-only"})
    void effectIsSetAgainAfterAReboot(String kind) throws Exception {
        launches.set("{\"kind\":\"%s\",\"count\":1}".formatted(kind));
        String id = launches.launch(it -> {});
        await().until(() -> hasEffect(id));
        CLOUD.machines().hold();

        CLOUD.ec2().rebootInstances(it -> it.instanceIds(id));
        CLOUD.machines().end(id);
        await().until(() -> CLOUD.machines().isUp(id));
        assertThat(hasEffect(id)).isFalse();
        CLOUD.machines().boot(id);
        CLOUD.machines().release();

        await().until(() -> hasEffect(id));
        clear();
        await().until(() -> !hasEffect(id));
    }

    private static boolean hasEffect(String id) {
        return CLOUD.machines().isDisconnected(id) || CLOUD.machines().isEtcReadOnly(id);
    }

    @Test
    void diskStaysFullInAStopUntilTheFaultIsRemoved() throws Exception {
        String fault = launches.set("{\"kind\":\"disk-full\",\"count\":1}");
        String id = launches.launch(it -> {});
        await().until(() -> launches.events(id).contains("disk-full"));

        CLOUD.ec2().stopInstances(it -> it.instanceIds(id));
        await().until(() -> launches.state(id).equals("stopped"));
        assertThat(CLOUD.machines().isDiskFull(id)).isTrue();

        CLOUD.signed().delete("faults/" + fault);
        await().until(() -> !CLOUD.machines().isDiskFull(id));
        await().until(() -> launches.events(id).contains("disk-free"));
    }

    @Test
    void clockIsSkewedFromBootOn() throws Exception {
        launches.set("{\"kind\":\"clock-skew\",\"offset\":\"-1h30m\",\"count\":1}");

        String skewed = launches.launch(it -> {});
        String right = launches.launch(it -> {});

        await().until(
                        () ->
                                launches.state(skewed).equals("running")
                                        && launches.state(right).equals("running"));
        assertThat(launches.spec(skewed).clockOffset()).isEqualTo(Duration.ofMinutes(-90));
        assertThat(launches.spec(right).clockOffset()).isZero();
        assertThat(launches.events(skewed)).contains("fault clock-skew");
    }

    @Test
    void refusesAClockSkewWithoutOffsetOrMeans() throws Exception {
        assertThat(CLOUD.signed().control("faults", "{\"kind\":\"clock-skew\"}").body())
                .contains("\\\"offset\\\" is missing.");

        CLOUD.machines().failFromNowOn();
        HttpResponse<String> refusal =
                CLOUD.signed().control("faults", "{\"kind\":\"clock-skew\",\"offset\":\"5m\"}");
        CLOUD.machines().stopFailing();

        assertThat(refusal.statusCode()).isEqualTo(400);
        assertThat(refusal.body())
                .contains("The clock of instances cannot be skewed here: they have no clock.");
    }

    @Test
    void eventTellsThatAFaultHasNoEffect() throws Exception {
        launches.set("{\"kind\":\"etc-read-only\",\"delay\":\"1s\",\"count\":1}");
        String id = launches.launch(it -> {});
        await().until(() -> launches.state(id).equals("running"));
        CLOUD.ec2().terminateInstances(it -> it.instanceIds(id));

        await().until(() -> launches.events(id).contains("fault-without-effect"));
        assertThat(launches.events(id)).contains(id + " is not running.");
    }
}
