package io.jobarrays.agent.host;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Writes warnings to all terminals of this machine.
 *
 * @param program program that writes its argument to all terminals
 */
public record WallProgram(String program) implements Consumer<String> {
    private static final Logger LOG = Logger.getLogger(WallProgram.class);

    @Override
    public void accept(String text) {
        try {
            new ProcessBuilder(program, text)
                    .redirectInput(Redirect.from(new File("/dev/null")))
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            LOG.debugf("cannot run %s: %s", program, e.getMessage());
        }
    }
}
