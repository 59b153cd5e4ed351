package io.jobarrays.server.batch.jobxml;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.jobarrays.server.batch.jobxml.model.Submission;
import io.jobarrays.server.batch.jobxml.xml.JobXmlLint;
import io.jobarrays.server.batch.jobxml.xml.XmlRefused;
import java.io.ByteArrayInputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import javax.xml.stream.XMLStreamException;
import org.jberet.job.model.JobParser;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random job XML is accepted or refused: what is accepted can be parsed by the batch engine, and
 * what is refused has findings with line and column. No document takes a second of processor time
 * or 64 MiB of memory.
 */
class JobXmlFuzzTest {
    private static final int DOCUMENTS = 3_000;
    private static final int DOCUMENTS_OF_CAMPAIGN = 150_000;
    private static final long MAX_NANOSECONDS = 1_000_000_000;
    private static final long MAX_BYTES = 64L << 20;
    private static final int KEPT_DOCUMENTS = 200;

    private static final Submission SUBMISSION =
            Submission.of(
                    Map.of("n", "2", "a", "#{jobParameters['a']}<&"),
                    Optional.of("0".repeat(64)),
                    name -> name.isEmpty() ? Optional.empty() : Optional.of("a,b\n1,2\n3,4"),
                    () -> false,
                    spec -> {});

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Map<String, Integer> results = new TreeMap<>();
    private long longest;
    private long largest;

    @Test
    void randomDocumentsAreAcceptedOrRefused() {
        run(new Random(20260101), DOCUMENTS);

        assertThat(results.getOrDefault("accepted", 0)).isGreaterThan(DOCUMENTS / 5);
        assertThat(results).containsKeys("refused 400", "refused 422");
    }

    @Test
    @Tag("campaign")
    void manyRandomDocumentsAreAcceptedOrRefused() {
        long seed = Long.getLong("fuzz.seed", System.nanoTime());
        long start = System.nanoTime();
        run(new Random(seed), DOCUMENTS_OF_CAMPAIGN);

        System.out.printf(
                "seed %d: %d documents in %d s, %s; most processor time %d ms, most memory %d KiB%n",
                seed,
                DOCUMENTS_OF_CAMPAIGN,
                (System.nanoTime() - start) / 1_000_000_000,
                results,
                longest / 1_000_000,
                largest >> 10);
    }

    private void run(Random random, int documents) {
        RandomJobXml generator = new RandomJobXml(random);
        List<String> valid = new ArrayList<>(List.of(JobXmlSamples.CHAIN, JobXmlSamples.SPLIT));
        for (int i = 0; i < documents; i++) {
            byte[] xml =
                    i % 2 == 0
                            ? generator.job().getBytes(StandardCharsets.UTF_8)
                            : generator.mutated(valid.get(random.nextInt(valid.size())));
            Submission submission = random.nextBoolean() ? SUBMISSION : Submission.unknown();
            Optional<ValidatedJob> job = measured(xml, submission);
            if (job.isPresent() && i % 2 == 0) {
                boolean expanded = random.nextInt(4) == 0;
                valid.add(expanded ? job.get().expandedXml() : text(xml));
                if (valid.size() > KEPT_DOCUMENTS) {
                    valid.remove(2 + random.nextInt(KEPT_DOCUMENTS - 2));
                }
            }
        }
    }

    private Optional<ValidatedJob> measured(byte[] xml, Submission submission) {
        long allocated = threads.getCurrentThreadAllocatedBytes();
        long time = threads.getCurrentThreadCpuTime();
        Optional<ValidatedJob> job = checked(xml, submission);
        time = threads.getCurrentThreadCpuTime() - time;
        allocated = threads.getCurrentThreadAllocatedBytes() - allocated;
        longest = Math.max(longest, time);
        largest = Math.max(largest, allocated);
        assertThat(time).as("processor time of%n%s", text(xml)).isLessThan(MAX_NANOSECONDS);
        assertThat(allocated).as("memory of%n%s", text(xml)).isLessThan(MAX_BYTES);
        try {
            job.ifPresent(accepted -> requireReadable(accepted, submission));
        } catch (RuntimeException e) {
            throw new AssertionError(
                    "accepted, and its expanded form is refused:\n" + text(xml), e);
        }
        return job;
    }

    private Optional<ValidatedJob> checked(byte[] xml, Submission submission) {
        try {
            ValidatedJob job = JobXmlValidator.check(xml, submission);
            List<String> ignored = JobXmlLint.warnings(xml);
            results.merge("accepted", 1, Integer::sum);
            return Optional.of(job);
        } catch (XmlRefused refused) {
            results.merge("refused " + refused.status(), 1, Integer::sum);
            assertThat(refused.errors())
                    .as("findings of%n%s", text(xml))
                    .isNotEmpty()
                    .allMatch(one -> one.line() > 0 && one.column() > 0)
                    .noneMatch(one -> one.message().isBlank());
            return Optional.empty();
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError("neither accepted nor refused:\n" + text(xml), e);
        }
    }

    private static void requireReadable(ValidatedJob job, Submission submission) {
        String expanded = job.expandedXml();
        parse(job.engineXml("fuzz.v1"));
        parse(expanded);
        assertThat(
                        JobXmlValidator.check(expanded.getBytes(StandardCharsets.UTF_8), submission)
                                .expandedXml())
                .isEqualTo(expanded);
        assertThat(job.graph()).isNotEmpty();
        assertThat(job.jobGraph().nodes()).isNotEmpty();
    }

    /** As the batch engine does. */
    private static void parse(String xml) {
        try {
            JobParser.parseJob(
                    new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)),
                    JobXmlFuzzTest.class.getClassLoader(),
                    (publicId, systemId, base, namespace) -> {
                        throw new XMLStreamException("an external entity");
                    });
        } catch (XMLStreamException | RuntimeException e) {
            throw new AssertionError("accepted, and not readable for the engine:\n" + xml, e);
        }
    }

    private static String text(byte[] xml) {
        return new String(xml, StandardCharsets.UTF_8);
    }
}
