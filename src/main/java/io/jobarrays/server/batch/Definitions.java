package io.jobarrays.server.batch;

import io.jobarrays.server.batch.jobxml.JobXmlValidator;
import io.jobarrays.server.batch.jobxml.ValidatedJob;
import io.jobarrays.server.batch.jobxml.model.Submission;
import io.jobarrays.server.batch.jobxml.xml.JobXmlLint;
import io.jobarrays.server.batch.jobxml.xml.XmlError;
import io.jobarrays.server.batch.jobxml.xml.XmlRefused;
import io.jobarrays.server.batch.rows.Definition;
import io.jobarrays.server.batch.rows.DefinitionRows;
import io.jobarrays.server.batch.rows.DefinitionRows.Version;
import io.jobarrays.server.batch.rows.ExpectedVersion;
import io.jobarrays.server.batch.view.DefinitionVersion;
import io.jobarrays.server.batch.view.DefinitionView;
import io.jobarrays.server.problems.NotFound;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Stored job XML by name and version, with what is derived from it. */
@ApplicationScoped
public class Definitions {
    private final DefinitionRows rows;

    Definitions(DefinitionRows rows) {
        this.rows = rows;
    }

    /**
     * Stores a new version, unless the newest has the same bytes.
     *
     * @param dryRun only validates
     * @throws XmlRefused with every finding
     */
    public StoredDefinition put(String name, byte[] xml, boolean dryRun) {
        return put(name, xml, dryRun, ExpectedVersion.NONE);
    }

    /**
     * As {@link #put(String, byte[], boolean)}.
     *
     * @param expected refuses when the newest version is another one
     */
    public StoredDefinition put(String name, byte[] xml, boolean dryRun, ExpectedVersion expected) {
        ValidatedJob job = checked(name, xml);
        Version version =
                dryRun
                        ? rows.next(name, xml, expected)
                        : rows.store(name, xml, expected, () -> job);
        return new StoredDefinition(
                name, version.number(), version.created(), job.expandedXml(), job.graph());
    }

    /** Job XML that could be stored under this name. */
    public static ValidatedJob checked(String name, byte[] xml) {
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
        return job;
    }

    /** Deletes all versions; their executions stay, with what they ran. */
    public void delete(String name, ExpectedVersion expected) {
        rows.delete(name, expected);
    }

    /** What in job XML may not mean what its author expects. */
    public static List<String> warnings(byte[] xml) {
        return JobXmlLint.warnings(xml);
    }

    /**
     * Stores the job XML of a submission.
     *
     * @return its version
     */
    int store(String name, byte[] xml) {
        // Validated again: the graph of a definition has no values of one submission's parameters.
        return rows.store(
                        name,
                        xml,
                        ExpectedVersion.NONE,
                        () -> JobXmlValidator.check(xml, Submission.unknown()))
                .number();
    }

    /**
     * @param version null: the newest
     */
    public byte[] xml(String name, @Nullable Integer version) {
        return find(name, version).xml;
    }

    /** Standard job XML with every stage as its five steps and all properties. */
    public String expanded(String name, @Nullable Integer version) {
        return Objects.requireNonNull(complete(name, version).expanded);
    }

    /** One line per path through the stages. */
    public String graph(String name, @Nullable Integer version) {
        return Objects.requireNonNull(complete(name, version).graph);
    }

    boolean restartable(String name, int version) {
        return Objects.requireNonNull(complete(name, version).restartable);
    }

    /**
     * Definitions with their versions, those with the newest version first.
     *
     * @param name the last definition of the previous page, null for the first page
     * @param version the newest version of it on that page
     */
    public List<DefinitionView> list(@Nullable String name, int version, int limit) {
        return rows.list(name, version, limit).entrySet().stream()
                .map(entry -> DefinitionView.of(entry.getKey(), versions(entry.getValue())))
                .toList();
    }

    private static List<DefinitionVersion> versions(List<DefinitionRows.Stored> stored) {
        return stored.stream()
                .map(one -> new DefinitionVersion(one.version(), one.createdAt()))
                .toList();
    }

    /** The newest version. */
    public int version(String name) {
        return find(name, null).version;
    }

    /** A version that an execution can be started of. */
    Definition startable(String name, @Nullable Integer version) {
        Definition found = find(name, version);
        if (found.deletedAt != null) {
            throw new NotFound(
                    "version %d of \"%s\" was deleted; spawn definitions list shows what can be started"
                            .formatted(found.version, name));
        }
        return found;
    }

    private Definition find(String name, @Nullable Integer version) {
        return rows.find(name, version)
                .orElseThrow(
                        () ->
                                version == null
                                        ? DefinitionRows.missing(name)
                                        : new NotFound(
                                                "there is no version %d of \"%s\""
                                                        .formatted(version, name)));
    }

    private Definition complete(String name, @Nullable Integer version) {
        Definition row = find(name, version);
        return row.graph == null
                ? rows.complete(row, JobXmlValidator.check(row.xml, Submission.unknown()))
                : row;
    }
}
