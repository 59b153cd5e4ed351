package io.jobarrays.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.cli.json.JsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IndexBarTest {
    @ParameterizedTest
    @CsvSource({
        "5, 0, 0, 0, 0, #####",
        "2, 1, 3, 1, 2, ##!===-..",
        "500, 0, 0, 0, 500, ##########..........",
        "9999, 1, 0, 0, 0, ###################!",
        "1, 1, 1, 1, 9996, #!=-................",
        "333, 333, 334, 0, 0, #######!!!!!!=======",
    })
    void sharesItsWidthAmongTheStates(
            int succeeded, int failed, int running, int starting, int waiting, String bar) {
        JsonValue progress =
                JsonValue.parse(
                        "{\"succeeded\":%d,\"failed\":%d,\"running\":%d,\"starting\":%d,\"waiting\":%d}"
                                .formatted(succeeded, failed, running, starting, waiting));

        assertThat(IndexBar.of(IndexState.counts(progress), 20).text(false)).isEqualTo(bar);
    }

    @Test
    void coloursAreOfTheStates() {
        JsonValue progress = JsonValue.parse("{\"succeeded\":2,\"failed\":1}");

        assertThat(IndexBar.of(IndexState.counts(progress), 20).text(true))
                .isEqualTo("\033[32m##\033[0m\033[31m!\033[0m");
    }
}
