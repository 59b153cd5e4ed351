package io.jobarrays.server.batch;

import io.jobarrays.server.batch.engine.JobXmlSource;
import io.jobarrays.server.batch.jobxml.JobXmlValidator;
import io.jobarrays.server.batch.jobxml.ValidatedJob;
import io.jobarrays.server.batch.jobxml.model.Submission;
import io.jobarrays.server.batch.jobxml.xml.XmlError;
import io.jobarrays.server.batch.jobxml.xml.XmlRefused;
import io.jobarrays.server.batch.rows.Definition;
import io.jobarrays.server.problems.NotFound;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The job XMLs that were stored, by name and version. */
@ApplicationScoped
public class Definitions {
    private final Clock clock;

    Definitions(Clock clock) {
        this.clock = clock;
    }

    /**
     * Stores another version, unless the newest says the same to the byte.
     *
     * @param dryRun checks and tells, and stores nothing
     */
    public StoredDefinition put(String name, byte[] xml, boolean dryRun) {
        ValidatedJob job = JobXmlValidator.check(xml, Submission.unknown());
        if (!job.id().equals(name)) {
            throw new XmlRefused(
                    422,
                    List.of(
                            new XmlError(
                                    1,
                                    1,
                                    "the job's id is \"%s\"; to be stored as \"%s\" it must be that"
                                            .formatted(job.id(), name))));
        }
        return dryRun ? stored(job, next(name, xml)) : store(job, xml);
    }

    /** A job that has passed the gate already. */
    StoredDefinition store(ValidatedJob job, byte[] xml) {
        Version version =
                QuarkusTransaction.requiringNew()
                        .call(
                                () -> {
                                    lock(job.id());
                                    Version next = next(job.id(), xml);
                                    if (next.created()) {
                                        persist(job, xml, next.number());
                                    }
                                    return next;
                                });
        return stored(job, version);
    }

    /**
     * @param version null: the newest
     */
    public byte[] xml(String name, @Nullable Integer version) {
        return find(name, version).xml;
    }

    /** Standard job XML with every stage as its five steps and all properties. */
    public String expanded(String name, @Nullable Integer version) {
        return JobXmlValidator.check(xml(name, version), Submission.unknown()).expandedXml();
    }

    /** One line a road. */
    public String graph(String name, @Nullable Integer version) {
        return JobXmlValidator.check(xml(name, version), Submission.unknown()).graph();
    }

    /** The newest version there is. */
    public int version(String name) {
        return find(name, null).version;
    }

    Definition find(String name, @Nullable Integer version) {
        return QuarkusTransaction.requiringNew()
                .call(() -> Definition.ofVersion(name, version))
                .orElseThrow(
                        () ->
                                new NotFound(
                                        version == null
                                                ? "there is no definition \"%s\"".formatted(name)
                                                : "there is no version %d of \"%s\""
                                                        .formatted(version, name)));
    }

    private void persist(ValidatedJob job, byte[] xml, int version) {
        Definition row = new Definition();
        row.name = job.id();
        row.version = version;
        row.xml = xml.clone();
        row.running = job.engineXml(JobXmlSource.name(job.id(), version));
        row.createdAt = clock.instant();
        row.persist();
    }

    private static Version next(String name, byte[] xml) {
        Optional<Definition> newest =
                QuarkusTransaction.joiningExisting().call(() -> Definition.ofVersion(name, null));
        return newest.map(
                        row ->
                                Arrays.equals(row.xml, xml)
                                        ? new Version(row.version, false)
                                        : new Version(row.version + 1, true))
                .orElse(new Version(1, true));
    }

    /** Two who store at once get two numbers. */
    private static void lock(String name) {
        Definition.getEntityManager()
                .createNativeQuery("select pg_advisory_xact_lock(hashtext(?1))", Object.class)
                .setParameter(1, "definition " + name)
                .getResultList();
    }

    private static StoredDefinition stored(ValidatedJob job, Version version) {
        return new StoredDefinition(
                job.id(), version.number(), version.created(), job.expandedXml(), job.graph());
    }

    private record Version(int number, boolean created) {}
}
