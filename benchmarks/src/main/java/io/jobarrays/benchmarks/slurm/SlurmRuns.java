package io.jobarrays.benchmarks.slurm;

import io.jobarrays.benchmarks.result.Latencies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Hand-overs and throughput of Slurm; tasks write their own begin and end. */
public final class SlurmRuns {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double MILLIS_PER_SECOND = 1000;

    private final SlurmJobs jobs;
    private final Path times;

    public SlurmRuns(SlurmJobs jobs) throws IOException {
        this.jobs = jobs;
        this.times = Files.createDirectories(jobs.directory().resolve("times"));
    }

    /** {@code afterok}: from the last end of a job until the first task of the next one begins. */
    public Latencies afterOk(String name, int stages, int count)
            throws IOException, InterruptedException {
        String dependency = "";
        for (int stage = 0; stage < stages; stage++) {
            String job = name + "-" + stage;
            dependency = "afterok:" + jobs.submit(job, count, script(job, ""), dependency);
        }
        jobs.awaitEnd(LIMIT);
        List<Double> millis = new ArrayList<>();
        for (int stage = 1; stage < stages; stage++) {
            long end = all(name + "-" + (stage - 1), count, "end").max().orElseThrow();
            long begin = all(name + "-" + stage, count, "begin").min().orElseThrow();
            millis.add((begin - end) / NANOS_PER_MILLI);
        }
        return new Latencies(millis);
    }

    /**
     * {@code aftercorr}: from the end of task i of a job until task i of the next one begins.
     *
     * @param work shell text of the tasks of the first job, with the task's number in {@code $i}
     */
    public Latencies afterCorr(String name, int count, String work)
            throws IOException, InterruptedException {
        String first = jobs.submit(name + "-0", count, script(name + "-0", work), "");
        jobs.submit(name + "-1", count, script(name + "-1", ""), "aftercorr:" + first);
        jobs.awaitEnd(LIMIT);
        List<Double> millis = new ArrayList<>();
        for (int task = 0; task < count; task++) {
            long begin = time(name + "-1", task, "begin");
            millis.add((begin - time(name + "-0", task, "end")) / NANOS_PER_MILLI);
        }
        return new Latencies(millis);
    }

    /** Tasks a second of one array whose tasks end at once, from its submission to its end. */
    public double tasksPerSecond(String name, int count) throws IOException, InterruptedException {
        Instant begin = Instant.now();
        jobs.submit(name, count, "exit 0", "");
        jobs.awaitEnd(LIMIT);
        return count * MILLIS_PER_SECOND / Duration.between(begin, Instant.now()).toMillis();
    }

    private String script(String job, String work) {
        return """
               i=$SLURM_ARRAY_TASK_ID
               date +%%s%%N > %1$s-$i.begin
               %2$s
               date +%%s%%N > %1$s-$i.end
               """
                .formatted(times.resolve(job), work);
    }

    private LongStream all(String job, int count, String moment) throws IOException {
        List<Long> values = new ArrayList<>();
        for (int task : IntStream.range(0, count).toArray()) {
            values.add(time(job, task, moment));
        }
        return values.stream().mapToLong(Long::longValue);
    }

    private long time(String job, int task, String moment) throws IOException {
        return Long.parseLong(
                Files.readString(times.resolve("%s-%d.%s".formatted(job, task, moment))).strip());
    }
}
