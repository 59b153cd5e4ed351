package io.jobarrays.server.arrays.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.contract.Refusal;
import io.jobarrays.contract.messages.Work.TimeLimit;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArraySpecTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "count | 0 | count: \"0\" is not a whole number from 1 to 10000",
                "count | -1 | count: \"-1\" is not a whole number from 1 to 10000",
                "count | abc | count: \"abc\" is not a whole number from 1 to 10000",
                "job-array-name | Com_pute | job-array-name: \"Com_pute\" is not an array name",
                "ttl | 2x | ttl: \"2x\" is not a duration; write 90m, 2h or 1h30m",
                "instance_type | t3.micro | did you mean instance-type?",
                "barrier | yes | barrier: \"yes\" is neither true nor false",
                "on-complete | explode | on-complete: \"explode\" is not known",
                "max-concurrent | 0 | max-concurrent: \"0\" is not a whole number from 1 to 10000",
                "retries | -1 | retries: \"-1\" is not a whole number from 0 to 1000",
                "retry-on | exit:1 | retry-on: only with retries",
                "retry-delay | 5s | retry-delay: only with retries",
                "array-retries | 5 | array-retries: only with retries",
                "success | most | success: \"most\" is not known; write all, any, index:I, a number",
                "success | 0 | success: \"0\" is not known",
                "success | 9 | success: \"9\" is not known",
                "success | 101% | success: \"101%\" is not known",
                "success | index:8 | success: index:8 is not below the count, which is 8",
                "on-success | stop-rest | on-success: only with success",
                "max-failed-indexes | 9 | max-failed-indexes: \"9\" is not a whole number from 0 to 8",
                "idle-timeout | 0 | idle-timeout: \"0\" is not a duration",
                "idle-cpu | 5 | idle-cpu: only with idle-timeout",
                "on-idle | stop | on-idle: only with idle-timeout",
                "on-failure | pause | on-failure: \"pause\" is not known",
                "on-interrupt | sync | on-interrupt: only with spot",
                "spot-max-price | 1 | spot-max-price: only with spot",
                "spot-fallback | true | spot-fallback: only with spot",
                "az | us-east-1a,us-east-1a | az: \"us-east-1a,us-east-1a\" is not a list of"
                        + " different values",
                "instance-type | c5.large, | instance-type: \"c5.large,\" is not a list",
                "instance-names | worker | put {index} in it",
                "instance-names | w-{rank}-{index} | {rank} is not known",
                "instance-names | _{index} | is no DNS label",
                "env.A-B | x | env: \"A-B\" cannot be set",
                "env.JOB_ARRAY_INDEX | 0 | env: \"JOB_ARRAY_INDEX\" cannot be set",
                "run-as | Bob | run-as: \"Bob\" is not a user name",
                "min-viable | 9 | min-viable: \"9\" is not a whole number from 1 to 8",
                "name | other | an instance stands alone or in an array",
                "command | '' | command: empty"
            })
    void refusesABadFlagWithOneSentence(String flag, String value, String sentence) {
        Map<String, String> flags = flags();
        flags.put(flag, value);

        assertThatThrownBy(() -> ArraySpec.of(flags))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(sentence);
    }

    @ParameterizedTest
    @CsvSource({"2GiB, 2147483648", "512MiB, 536870912", "4k, 4096", "1 T, 1099511627776"})
    void readsCollectLimit(String text, long bytes) {
        ArraySpec spec = ArraySpec.of(with("collect", "x", "collect-limit", text));

        assertThat(spec.work().collectLimit()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0k", "12", "-1G", "1.5GiB", "99999999G", "lots", "17T"})
    void refusesCollectLimitThatIsNoSize(String text) {
        assertThatThrownBy(() -> ArraySpec.of(with("collect", "x", "collect-limit", text)))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("collect-limit: \"" + text + "\" is not a size");
    }

    @Test
    void outputsMayGoToAPlaceOfTheirOwn() {
        WorkSpec work = ArraySpec.of(with("collect", "x", "collect-to", "file:///d/")).work();

        assertThat(work.outputPlace("a-1", 3).map(Object::toString)).contains("file:///d/a-1/3");
        assertThat(work.collectLimit()).isEqualTo(Long.MAX_VALUE);
        assertThat(work.requireOutputs()).isFalse();
        assertThatThrownBy(() -> ArraySpec.of(with("collect-to", "file:///d")))
                .hasMessage("collect-to: only with collect, which names the files");
        assertThatThrownBy(() -> ArraySpec.of(with("collect", "x", "collect-to", "/d")))
                .hasMessageStartingWith("collect-to: \"/d\" is no place for files");
        assertThatThrownBy(() -> ArraySpec.of(with("collect", "x", "collect-to", "s3://bucket/p")))
                .hasMessageStartingWith("collect-to: s3://bucket/p needs iam-instance-profile");
        assertThatThrownBy(() -> ArraySpec.of(with("require-outputs", "true")))
                .hasMessage("require-outputs: only with collect, which names the files");
    }

    @Test
    void refusesContradictingFlags() {
        assertThatThrownBy(() -> ArraySpec.of(with("dns", "a", "no-dns", "true")))
                .hasMessageContaining("contradict");
        assertThatThrownBy(() -> ArraySpec.of(with("barrier", "true", "min-viable", "2")))
                .hasMessageContaining("contradicts barrier");
        assertThatThrownBy(() -> ArraySpec.of(with("spot", "true", "on-complete", "stop")))
                .hasMessageContaining("one-time spot");
        assertThatThrownBy(() -> ArraySpec.of(with("retries", "1", "retry-on", "maybe")))
                .hasMessageContaining("retry-on: \"maybe\" is not known");
    }

    @Test
    void countFollowsTheSweepAndMustAgree() {
        Map<String, String> sweep = Map.of("job-array-name", "search", "sweep", "lr=1,2;depth=3,5");

        assertThat(ArraySpec.of(sweep).count()).isEqualTo(4);
        assertThat(ArraySpec.of(sweep).work().parameters(3))
                .isEqualTo(Map.of("lr", "2", "depth", "5"));
        assertThatThrownBy(() -> ArraySpec.of(with("count", "3", "sweep", "lr=1,2")))
                .hasMessage("count and sweep: count is 3, the sweep has 2 rows; leave out count");
        assertThatThrownBy(
                        () ->
                                ArraySpec.of(
                                        Map.of(
                                                "job-array-name",
                                                "a",
                                                "sweep",
                                                "lr=1",
                                                "env.PARAM_LR",
                                                "1")))
                .hasMessage("env.PARAM_LR and sweep: both set the variable; leave out one");
        assertThatThrownBy(() -> ArraySpec.of(Map.of("sweep", "lr=1,2")))
                .hasMessageStartingWith("job-array-name: missing");
        assertThatThrownBy(() -> ArraySpec.of(Map.of("name", "one", "sweep", "lr=1")))
                .hasMessageStartingWith("name and sweep: ");
    }

    @Test
    void anAttemptMayHaveATimeLimitAndASignalBeforeIt() {
        WorkSpec work =
                ArraySpec.of(
                                with(
                                        "command",
                                        "true",
                                        "timeout",
                                        "2h",
                                        "timeout-signal",
                                        "SIGUSR1@5m"))
                        .work();

        assertThat(work.timeLimit()).isEqualTo(new TimeLimit(7200, 30, 10, 300L));
        assertThat(ArraySpec.of(with("command", "true", "timeout", "45s")).work().timeLimit())
                .isEqualTo(new TimeLimit(45, 30, null, null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "KILL@5m; \"KILL@5m\" is not SIGNAL@DURATION",
                "usr1@5m; \"usr1@5m\" is not SIGNAL@DURATION",
                "USR1; \"USR1\" is not SIGNAL@DURATION",
                "USR1@x; \"x\" is not a duration",
                "USR1@1h; 1h before the end is not within the timeout of 1h",
            })
    void refusesASignalThatCannotComeBeforeTheTimeout(String signal, String sentence) {
        assertThatThrownBy(
                        () ->
                                ArraySpec.of(
                                        Map.of(
                                                "job-array-name",
                                                "a",
                                                "command",
                                                "true",
                                                "timeout",
                                                "1h",
                                                "timeout-signal",
                                                signal)))
                .hasMessageStartingWith("timeout-signal: " + sentence);
        assertThatThrownBy(() -> ArraySpec.of(with("timeout", "1h")))
                .hasMessageStartingWith("timeout: only with command or user-data");
        assertThatThrownBy(() -> ArraySpec.of(with("command", "x", "timeout-signal", "USR1@5m")))
                .hasMessageStartingWith("timeout-signal: only with timeout");
    }

    @Test
    void refusesSeveralInstancesWithoutArrayName() {
        assertThatThrownBy(() -> ArraySpec.of(Map.of("count", "8")))
                .hasMessageContaining("job-array-name: missing");
    }

    @Test
    void readsStoredFlagsBackToAnEqualSpec() {
        ArraySpec spec = ArraySpec.of(with("ttl", "1h30m", "env.A", "b c", "collect", "a*.json b"));

        assertThat(ArraySpec.of(spec.flags())).isEqualTo(spec);
        assertThat(spec.work().collect()).containsExactly("a*.json", "b");
        assertThat(spec.work().environment()).containsExactly(Map.entry("A", "b c"));
    }

    @Test
    void namesAStandaloneInstanceWithoutIndex() {
        ArraySpec spec = ArraySpec.of(Map.of("name", "my-instance"));

        assertThat(spec.standalone()).isTrue();
        assertThat(spec.memberNames()).containsExactly("my-instance");
    }

    private static Map<String, String> flags() {
        return new TreeMap<>(Map.of("job-array-name", "compute", "count", "8"));
    }

    private static Map<String, String> with(String... flagsAndValues) {
        Map<String, String> flags = flags();
        for (int i = 0; i < flagsAndValues.length; i += 2) {
            flags.put(flagsAndValues[i], flagsAndValues[i + 1]);
        }
        return flags;
    }
}
