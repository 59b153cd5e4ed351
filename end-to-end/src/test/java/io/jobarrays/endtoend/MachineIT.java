package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every command of {@code docs/reference/machine.md} on one member, against what the page says. */
@ExtendWith(SharedControlPlane.class)
class MachineIT {
    private static final Path PAGE = TestControlPlane.ROOT.resolve("docs/reference/machine.md");

    /** Command and what it prints, each in backquotes; the bars of pipes are escaped. */
    private static final Pattern ROW =
            Pattern.compile("\\| `((?:[^|`]|\\\\\\|)+)` \\| `([^`|]+)` \\|.*");

    /** Runs each file; a heading before each. */
    private static final String WORK =
            """
            i=0
            while [ -e $i.sh ]; do
              echo "== $i"
              bash ./$i.sh 2>&1 </dev/null
              i=$((i + 1))
            done
            echo "== $i"
            """;

    private record Example(String command, String prints) {
        /** {@code #} is a number, {@code …} any text. */
        Pattern pattern() {
            return Pattern.compile(
                    Pattern.quote(prints).replace("#", "\\E[0-9]+\\Q").replace("…", "\\E.*\\Q"));
        }
    }

    @Test
    void commandsPrintWhatThePageSays(TestControlPlane plane) throws Exception {
        List<Example> examples = examples();
        Path files = plane.files("machine-page");
        for (int i = 0; i < examples.size(); i++) {
            Files.writeString(files.resolve(i + ".sh"), examples.get(i).command() + "\n");
        }
        String[] launch = {"--barrier", "--files", "" + files, "--command", WORK};

        try (TestArray array = TestArray.launch(plane, "machine-page", 1, launch)) {
            array.untilEach(TestControlPlane.CONDITION_TIMEOUT, "exit_status", "EXIT_0");

            String log = array.log(0);
            SoftAssertions soft = new SoftAssertions();
            for (int i = 0; i < examples.size(); i++) {
                soft.assertThat(printed(log, i))
                        .as(examples.get(i).command())
                        .matches(examples.get(i).pattern());
            }
            soft.assertAll();
        }
    }

    /** Those of the page that this machine can show. */
    private static List<Example> examples() throws IOException {
        List<Example> found = new ArrayList<>();
        boolean shown = true;
        for (String line : Files.readAllLines(PAGE)) {
            if (line.startsWith("**") || line.startsWith("## ")) {
                shown = isShownHere(line);
            }
            Matcher row = ROW.matcher(line);
            if (shown && row.matches()) {
                found.add(new Example(row.group(1).replace("\\|", "|"), row.group(2)));
            }
        }
        assertThat(found).hasSizeGreaterThan(40);
        return found;
    }

    private static boolean isShownHere(String heading) throws IOException {
        if (heading.startsWith("**Users.**")) {
            return System.getProperty("user.name").equals("root");
        }
        return !heading.equals("## Memory") || memoryHasLimits();
    }

    /** With a memory controller of cgroups of version 1, or of 2 with a root that delegates it. */
    private static boolean memoryHasLimits() throws IOException {
        Path delegated = Path.of("/sys/fs/cgroup/cgroup.subtree_control");
        return Files.isWritable(Path.of("/sys/fs/cgroup/memory/cgroup.procs"))
                || (Files.isWritable(delegated) && Files.readString(delegated).contains("memory"));
    }

    private static String printed(String log, int index) {
        String begin = "== %d\n".formatted(index);
        String end = "== %d\n".formatted(index + 1);
        assertThat(log).contains(begin, end);
        return log.substring(log.indexOf(begin) + begin.length(), log.indexOf(end))
                .strip()
                .replaceAll("\\s+", " ");
    }
}
