package io.jobarrays.agent.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Signals of the supervisor to the processes of a program. */
class ProcessTreeTest {
    /** The program makes its process group after the signal to the group, which reached nothing. */
    private static final String MAKES_ITS_GROUP_LATE =
            """
            import os, signal, sys, time
            sys.path.insert(0, sys.argv[1])
            from process_tree import ProcessTree
            tree = ProcessTree("tested")
            reading, writing = os.pipe()
            ready, made = os.pipe()
            tree.leader = os.fork()
            if not tree.leader:
                os.read(reading, 1)
                os.setsid()
                os.write(made, b".")
                time.sleep(10)
                os._exit(0)
            members = tree.members
            def late():
                os.write(writing, b".")
                os.read(ready, 1)
                return members()
            tree.members = late
            tree.signal(signal.SIGTERM)
            _, status = os.waitpid(tree.leader, 0)
            print("signal %d" % os.WTERMSIG(status) if os.WIFSIGNALED(status) else "lived on")
            tree.remove()
            """;

    @Test
    void signalReachesAProgramThatHasNoGroupYet() throws Exception {
        assertThat(python(MAKES_ITS_GROUP_LATE)).isEqualTo("signal 15\n");
    }

    private static String python(String script) throws Exception {
        URL supervisor = Objects.requireNonNull(ProcessTreeTest.class.getResource("/supervisor"));
        Process python =
                new ProcessBuilder("python3", "-c", script, Path.of(supervisor.toURI()).toString())
                        .redirectErrorStream(true)
                        .start();
        python.getOutputStream().close();
        return new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
