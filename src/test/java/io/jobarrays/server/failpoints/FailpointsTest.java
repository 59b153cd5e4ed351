package io.jobarrays.server.failpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.contract.Refusal;
import io.jobarrays.server.failpoints.ArmedFailpoint.Effect;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailpointsTest {
    @Test
    void readsPlacesWithTheirEffects() {
        var armed =
                Failpoints.parse(
                        "LAUNCH_AFTER_CALL=kill@2, DNS_BEFORE_CALL=throw*3,WORK_AFTER_SEND=delay:2s");

        assertThat(armed)
                .containsOnlyKeys(
                        Failpoint.LAUNCH_AFTER_CALL,
                        Failpoint.DNS_BEFORE_CALL,
                        Failpoint.WORK_AFTER_SEND);
        assertThat(armed.values().stream().map(one -> one.effect))
                .contains(
                        new Effect.Kill(),
                        new Effect.Throw(),
                        new Effect.Delay(Duration.ofSeconds(2)));
    }

    @ParameterizedTest
    @CsvSource({
        "throw, 1 2 3 4 5 6",
        "throw*2, 1 2",
        "throw@4, 4 5 6",
        "throw*2@3, 3 4",
    })
    void hasItsEffectAtTheChosenHits(String effect, String hits) {
        ArmedFailpoint armed = ArmedFailpoint.parse(Failpoint.DNS_BEFORE_CALL, effect);

        List<Integer> thrown =
                Stream.iterate(1, n -> n + 1).limit(6).filter(n -> throwsAt(armed)).toList();

        assertThat(thrown.stream().map(Object::toString)).containsExactly(hits.split(" ", -1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LAUNCH=kill",
                "launch_after_call=kill",
                "",
                "LAUNCH_AFTER_CALL",
                "LAUNCH_AFTER_CALL=die",
                "LAUNCH_AFTER_CALL=kill*0",
                "LAUNCH_AFTER_CALL=kill@0",
                "LAUNCH_AFTER_CALL=delay",
                "LAUNCH_AFTER_CALL=delay:2x",
                "LAUNCH_AFTER_CALL=kill,",
                "LAUNCH_AFTER_CALL=kill,LAUNCH_AFTER_CALL=throw",
            })
    void refusesUnknownPlacesAndEffects(String setting) {
        assertThatThrownBy(() -> Failpoints.parse(setting))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("spawn.failpoints: ");
    }

    @Test
    void namesTheFailpointsThatExist() {
        assertThatThrownBy(() -> Failpoints.parse("NOWHERE=kill"))
                .hasMessageStartingWith(
                        "spawn.failpoints: there is no failpoint \"NOWHERE\"; there are")
                .hasMessageContaining("LAUNCH_AFTER_CALL");
    }

    @Test
    void hasNoEffectWithoutTheSetting() {
        for (Failpoint place : Failpoint.values()) {
            assertThatCode(() -> Failpoints.reach(place)).doesNotThrowAnyException();
        }
    }

    @Test
    void throwsAnExceptionThatNamesThePlace() {
        ArmedFailpoint armed =
                Objects.requireNonNull(
                        Failpoints.parse("DNS_AFTER_CALL=throw").get(Failpoint.DNS_AFTER_CALL));

        assertThatThrownBy(armed::reach)
                .isInstanceOf(FailpointException.class)
                .hasMessage("failpoint DNS_AFTER_CALL");
    }

    private static boolean throwsAt(ArmedFailpoint armed) {
        try {
            armed.reach();
            return false;
        } catch (FailpointException thrown) {
            return true;
        }
    }
}
