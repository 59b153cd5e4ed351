package io.jobarrays.cli.base;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Runs {@code stty}, since the JDK knows neither the mode nor the size of a terminal. */
public final class Stty {
    private Stty() {}

    /**
     * @param terminal as stdin of stty, which reads and changes its terminal
     * @return what stty printed
     */
    public static String run(Redirect terminal, String... args) {
        List<String> command = new ArrayList<>(List.of("stty"));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectInput(terminal).redirectError(Redirect.DISCARD);
        try {
            Process stty = builder.start();
            byte[] answer = stty.getInputStream().readAllBytes();
            stty.waitFor();
            return new String(answer, StandardCharsets.UTF_8).strip();
        } catch (IOException | InterruptedException missing) {
            throw Failure.of("SPAWN-TERMINAL", "stty could not be run: " + missing.getMessage());
        }
    }
}
