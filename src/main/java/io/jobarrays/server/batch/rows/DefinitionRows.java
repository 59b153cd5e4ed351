package io.jobarrays.server.batch.rows;

import io.jobarrays.server.batch.jobxml.ValidatedJob;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Rows of definitions, by name and version. */
@ApplicationScoped
public class DefinitionRows {
    private final Clock clock;

    DefinitionRows(Clock clock) {
        this.clock = clock;
    }

    /**
     * The version that some job XML has, or would get.
     *
     * @param created false: the newest version has the same bytes
     */
    public record Version(int number, boolean created) {}

    /**
     * @param version null: the newest
     */
    public Optional<Definition> find(String name, @Nullable Integer version) {
        return QuarkusTransaction.requiringNew().call(() -> Definition.ofVersion(name, version));
    }

    /** The version that {@link #store} would give to this job XML. */
    public Version next(String name, byte[] xml) {
        return QuarkusTransaction.joiningExisting()
                .call(() -> Definition.ofVersion(name, null))
                .map(
                        row ->
                                Arrays.equals(row.xml, xml)
                                        ? new Version(row.version, false)
                                        : new Version(row.version + 1, true))
                .orElse(new Version(1, true));
    }

    /**
     * Inserts the next version, unless the newest has the same bytes.
     *
     * @param job validated without parameters; used for a new version only
     */
    public Version store(String name, byte[] xml, Supplier<ValidatedJob> job) {
        return QuarkusTransaction.requiringNew()
                .call(
                        () -> {
                            lock(name);
                            Version next = next(name, xml);
                            if (next.created()) {
                                persist(name, next.number(), xml, job.get());
                            }
                            return next;
                        });
    }

    /** Fills the columns that rows stored before V9 lack. */
    public Definition complete(Definition row, ValidatedJob job) {
        return QuarkusTransaction.requiringNew()
                .call(
                        () -> {
                            Definition kept =
                                    Definition.ofVersion(row.name, row.version).orElseThrow();
                            derive(kept, job);
                            return kept;
                        });
    }

    private void persist(String name, int version, byte[] xml, ValidatedJob job) {
        Definition row = new Definition();
        row.name = name;
        row.version = version;
        row.xml = xml.clone();
        row.running = job.engineXml(Definition.jobName(name, version));
        derive(row, job);
        row.createdAt = clock.instant();
        row.persist();
    }

    private static void derive(Definition row, ValidatedJob job) {
        row.graph = job.graph();
        row.expanded = job.expandedXml();
        row.restartable = job.restartable();
    }

    /** Concurrent stores of one name wait for each other and get different numbers. */
    private static void lock(String name) {
        Definition.getEntityManager()
                .createNativeQuery("select pg_advisory_xact_lock(hashtext(?1))", Object.class)
                .setParameter(1, "definition " + name)
                .getResultList();
    }
}
