package io.jobarrays.benchmarks;

import io.jobarrays.benchmarks.result.BenchmarkResult;
import io.jobarrays.benchmarks.result.ResultPage;
import io.jobarrays.benchmarks.result.ResultPlot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Locale;

/** Program behind {@code benchmarks/run}: measures, prints and, with {@code --record}, records. */
public final class Benchmark {
    private static final String PLOT = "performance.svg";

    private final BenchmarkOptions options;
    private final String command;

    private Benchmark(BenchmarkOptions options, String command) {
        this.options = options;
        this.command = command;
    }

    /**
     * @param arguments options of {@code benchmarks/run}
     */
    public static void main(String... arguments)
            throws IOException, InterruptedException, SQLException {
        Locale.setDefault(Locale.ROOT);
        Path root = Path.of(System.getProperty("project.root", "."));
        try {
            BenchmarkOptions options = BenchmarkOptions.parse(root, arguments);
            new Benchmark(options, "benchmarks/run " + String.join(" ", arguments)).run();
        } catch (IllegalArgumentException e) {
            System.err.println("benchmark: " + e.getMessage());
            System.exit(2);
        }
        // Pools of JBeret and of the SDK keep threads.
        System.exit(0);
    }

    /** The result is written after each size, so that an interrupted benchmark keeps the rest. */
    private void run() throws IOException, InterruptedException, SQLException {
        new BenchmarkRuns(options, this::write).run();
    }

    private void write(BenchmarkResult result) {
        String section = ResultPage.section(result, conditions(), PLOT);
        System.out.println(section);
        Path target = options.root().resolve("benchmarks/target");
        Path documents = options.root().resolve("docs/reference");
        try {
            Files.createDirectories(target);
            Files.writeString(target.resolve("result.md"), section);
            Files.writeString(target.resolve(PLOT), ResultPlot.svg(result));
            if (options.record()) {
                Path page = documents.resolve("performance.md");
                Files.writeString(page, ResultPage.replace(Files.readString(page), section));
                Files.writeString(documents.resolve(PLOT), ResultPlot.svg(result));
            }
        } catch (IOException e) {
            System.err.println("benchmark: the result was not written: " + e);
        }
    }

    private String conditions() {
        return ("```bash\n%s\n```\n\n%d %s of each size on %d cores with %d GiB, %s;"
                        + " AWS's request limits times %d.")
                .formatted(
                        command.strip(),
                        options.runs(),
                        options.runs() == 1 ? "run" : "runs",
                        Runtime.getRuntime().availableProcessors(),
                        HostMemory.gibibytes(),
                        LocalDate.now(Clock.systemUTC()),
                        options.limitFactor());
    }
}
