package io.jobarrays.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveRegionTest {
    private final StringBuilder terminal = new StringBuilder();
    private final LiveRegion region =
            new LiveRegion(bytes -> terminal.append(new String(bytes, StandardCharsets.UTF_8)));

    @Test
    void drawsInPlace() {
        region.draw(List.of("one", "two"));
        region.draw(List.of("three"));

        assertThat(terminal)
                .hasToString("\rone\033[K\ntwo\033[K\n\033[J\r\033[2Athree\033[K\n\033[J");
    }

    @Test
    void beginsOnAnEmptyScreenAfterAResize() {
        region.draw(List.of("one"));
        terminal.setLength(0);
        region.resized();

        region.draw(List.of("two"));
        region.draw(List.of("three"));

        assertThat(terminal)
                .hasToString("\033[H\033[2Jtwo\033[K\n\033[J\r\033[1Athree\033[K\n\033[J");
    }

    @Test
    void erasesItsLinesOnly() {
        region.draw(List.of("one", "two"));
        terminal.setLength(0);

        region.erase();

        assertThat(terminal).hasToString("\r\033[2A\033[J");
    }

    @Test
    void drawsNothingOnceFrozen() {
        region.freeze();

        region.draw(List.of("one"));
        region.erase();

        assertThat(terminal).isEmpty();
    }
}
