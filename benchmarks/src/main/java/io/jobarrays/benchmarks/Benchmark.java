package io.jobarrays.benchmarks;

import io.jobarrays.benchmarks.pipeline.PipelineBenchmark;
import io.jobarrays.benchmarks.result.BenchmarkResult;
import io.jobarrays.benchmarks.result.ResultPage;
import io.jobarrays.benchmarks.result.ResultPlot;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Locale;

/** Program behind {@code benchmarks/run}: measures, prints and, with {@code --record}, records. */
public final class Benchmark {
    private static final String PLOT = "performance.svg";

    private final BenchmarkOptions options;
    private final String command;
    private boolean written = true;

    private Benchmark(BenchmarkOptions options, String command) {
        this.options = options;
        this.command = command;
    }

    /**
     * @param arguments options of {@code benchmarks/run}
     */
    public static void main(String... arguments) {
        Locale.setDefault(Locale.ROOT);
        Path root = Path.of(System.getProperty("project.root", "."));
        // Pools of JBeret and of the SDK keep threads, also after a failure.
        System.exit(exitCode(root, System.err, arguments));
    }

    /**
     * Runs the benchmark.
     *
     * @param err gets one sentence when the result is incomplete
     * @return 0; 1 when the result is incomplete; 2 for a wrong argument
     */
    static int exitCode(Path root, PrintStream err, String... arguments) {
        if (arguments.length > 0 && arguments[0].equals(PipelineBenchmark.NAME)) {
            return PipelineBenchmark.exitCode(
                    root, err, Arrays.copyOfRange(arguments, 1, arguments.length));
        }
        BenchmarkOptions options;
        try {
            options = BenchmarkOptions.parse(root, arguments);
        } catch (IllegalArgumentException e) {
            err.println("benchmark: " + e.getMessage());
            return 2;
        }
        try {
            return new Benchmark(options, "benchmarks/run " + String.join(" ", arguments)).run();
        } catch (IOException | SQLException | InterruptedException e) {
            err.println("benchmark: stopped before its last run: " + e.getMessage());
            return 1;
        } catch (RuntimeException e) {
            e.printStackTrace(err);
            return 1;
        }
    }

    /** The result is written after each size, so that an interrupted benchmark keeps the rest. */
    private int run() throws IOException, InterruptedException, SQLException {
        new BenchmarkRuns(options, this::write).run();
        return written ? 0 : 1;
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
            written = false;
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
