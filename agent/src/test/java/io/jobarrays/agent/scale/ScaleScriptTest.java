package io.jobarrays.agent.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.contract.Refusal;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScaleScriptTest {
    @Test
    void readsEveryStatement() {
        String text =
                "echo hello  world; sleep 1m30s; write out/data.bin 4096; read /etc/hosts; kill TERM; kill SIGKILL; kill 10; forever; exit 3";

        assertThat(ScaleScript.parse(text).statements(0, 1))
                .containsExactly(
                        new ScaleStatement.Echo("hello  world"),
                        new ScaleStatement.Sleep(Duration.ofSeconds(90)),
                        new ScaleStatement.Write("out/data.bin", 4096),
                        new ScaleStatement.Read("/etc/hosts"),
                        new ScaleStatement.Kill(15),
                        new ScaleStatement.Kill(9),
                        new ScaleStatement.Kill(10),
                        new ScaleStatement.Forever(),
                        new ScaleStatement.Exit(3));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, all zero",
        "3, 1, all some first",
        "3, 2, all some",
        "7, 1, all some first",
        "8, 1, all"
    })
    void guardSelectsIndexesAndAttempts(int index, int attempt, String expected) {
        String text =
                "echo all; on 0: echo zero; on 3-5,7: echo some; on 3,7 attempt 1: echo first";

        assertThat(ScaleScript.parse(text).statements(index, attempt))
                .extracting(it -> ((ScaleStatement.Echo) it).text())
                .containsExactly(expected.split(" ", -1));
    }

    @Test
    void userDataMayHaveLinesAndComments() {
        String text = "#!/bin/sh\n# comment; exit 1\necho a\n\non 1: exit 2; echo b\n";

        assertThat(ScaleScript.parse(text).statements(0, 1))
                .containsExactly(new ScaleStatement.Echo("a"), new ScaleStatement.Echo("b"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "python3 train.py | scale mode has no statement \"python3 train.py\"",
                "exit | needs a number from 0 to 255",
                "exit 256 | needs a number from 0 to 255",
                "sleep soon | \"soon\" is not a duration",
                "write out | needs a path",
                "write out many | not \"many\"",
                "write out 2000000000 | needs a number from 0 to 1073741824",
                "read | needs a path",
                "kill NOW | not \"NOW\"",
                "on 1 exit 2 | has no guard",
                "on 5-3: exit 2 | is not a set of indexes",
                "on: exit 2 | has no guard"
            })
    void refusesWhatIsNotOfTheLanguage(String text, String problem) {
        assertThatThrownBy(() -> ScaleScript.parse("echo first; " + text))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(problem);
    }
}
