package io.jobarrays.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.messages.AgentMessage.Hello;
import io.jobarrays.contract.messages.AgentMessage.Idle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Measures the agent's resource usage and prints the lines of docs/reference/performance.md.
 * Processor time is the agent's while it is connected and idle, with a deadline and an idle
 * timeout.
 */
@Tag("campaign")
class FiguresIT extends AgentMachineFixture {
    private static final int RUNS = 5;
    private static final Duration SETTLING_TIME = Duration.ofSeconds(20);
    private static final Duration MEASURED_TIME = Duration.ofSeconds(60);
    private static final Path IMAGE = Path.of("target", "spored").toAbsolutePath();

    @Test
    void agentStaysWithinItsLimits() throws Exception {
        server.helloReplies.add(new Idle(36_000L, 10, "terminate"));
        double[] ready = new double[RUNS];
        double[] start = new double[RUNS];
        double[] memory = new double[RUNS];
        double[] processor = new double[RUNS];
        for (int run = 0; run < RUNS; run++) {
            int before = server.received(Hello.class).size();
            long began = System.nanoTime();
            AgentProcess agent = register(AgentProcess.startImage(IMAGE, machine, server.uri()));
            await(() -> server.received(Hello.class).size() > before);
            ready[run] = (System.nanoTime() - began) / 1e9;
            start[run] = cpuSeconds(agent.pid());
            Thread.sleep(SETTLING_TIME);
            double used = cpuSeconds(agent.pid());
            Thread.sleep(MEASURED_TIME);
            processor[run] =
                    100 * (cpuSeconds(agent.pid()) - used) / (double) MEASURED_TIME.toSeconds();
            memory[run] = residentMebibytes(agent.pid());
            killAgent();
        }
        double archive = Files.size(Path.of("target", "spored.tar.gz")) / 1e6;

        print("ready after start", "s", ready);
        print("processor time until then", "s", start);
        print("resident memory", "MiB", memory);
        print("processor, at rest", "% of a core", processor);
        print("archive", "MB", archive);
        assertThat(ready[RUNS / 2]).isLessThanOrEqualTo(1);
        assertThat(memory[RUNS - 1]).isLessThanOrEqualTo(96);
        assertThat(processor[RUNS / 2]).isLessThanOrEqualTo(0.2);
        assertThat(archive).isLessThanOrEqualTo(60);
    }

    private static void print(String what, String unit, double... figures) {
        Arrays.sort(figures);
        System.out.printf(
                Locale.ROOT,
                "| %s | %.2f · %.2f · %.2f %s |%n",
                what,
                figures[0],
                figures[figures.length / 2],
                figures[figures.length - 1],
                unit);
    }

    private static double cpuSeconds(long pid) throws Exception {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
    }

    private static double residentMebibytes(long pid) throws Exception {
        String line =
                Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                        .filter(l -> l.startsWith("VmRSS:"))
                        .findFirst()
                        .orElseThrow();
        return Integer.parseInt(line.replaceAll("\\D", "")) / 1024.0;
    }
}
