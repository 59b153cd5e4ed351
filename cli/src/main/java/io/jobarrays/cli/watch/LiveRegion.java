package io.jobarrays.cli.watch;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/**
 * Lines at the end of a terminal that are drawn again in place. After a change of its size, where
 * the terminal may have broken lines anew, the next drawing begins on an empty screen.
 */
final class LiveRegion {
    private static final String CLEAR_SCREEN = "\033[H\033[2J";
    private static final String CLEAR_TO_END_OF_LINE = "\033[K";
    private static final String CLEAR_TO_END_OF_SCREEN = "\033[J";

    private final Consumer<byte[]> terminal;
    private int height;
    private boolean resized;
    private boolean frozen;

    LiveRegion(Consumer<byte[]> terminal) {
        this.terminal = terminal;
    }

    /**
     * @param lines shorter than the width of the terminal, and fewer than its height
     */
    synchronized void draw(List<String> lines) {
        if (frozen) {
            return;
        }
        StringBuilder text = new StringBuilder(toBegin());
        lines.forEach(line -> text.append(line).append(CLEAR_TO_END_OF_LINE).append('\n'));
        write(text.append(CLEAR_TO_END_OF_SCREEN));
        height = lines.size();
    }

    /** The size of the terminal has changed. */
    synchronized void resized() {
        resized = true;
    }

    /** Removes the lines. */
    synchronized void erase() {
        draw(List.of());
    }

    /** Leaves the lines as they are; nothing is drawn any more. */
    synchronized void freeze() {
        frozen = true;
    }

    private String toBegin() {
        if (resized) {
            resized = false;
            return CLEAR_SCREEN;
        }
        return height == 0 ? "\r" : "\r\033[%dA".formatted(height);
    }

    private void write(CharSequence text) {
        terminal.accept(text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
