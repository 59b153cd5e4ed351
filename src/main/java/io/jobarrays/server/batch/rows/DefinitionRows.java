package io.jobarrays.server.batch.rows;

import io.jobarrays.server.batch.jobxml.ValidatedJob;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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

    /** One version, without its XML. */
    public record Stored(String name, int version, Instant createdAt) {}

    /**
     * Versions of some definitions by name, both newest first.
     *
     * @param after only definitions behind this one, null for all
     * @param version the version of {@code after} that gives its place
     */
    public Map<String, List<Stored>> list(@Nullable String after, int version, int limit) {
        return QuarkusTransaction.requiringNew()
                .call(
                        () -> {
                            Map<String, List<Stored>> versions = new LinkedHashMap<>();
                            names(after, version, limit)
                                    .forEach(name -> versions.put(name, new ArrayList<>()));
                            versions(versions.keySet())
                                    .forEach(
                                            one ->
                                                    Objects.requireNonNull(versions.get(one.name()))
                                                            .add(one));
                            return versions;
                        });
    }

    private static List<String> names(@Nullable String after, int version, int limit) {
        return Definition.getEntityManager()
                .createQuery(
                        """
                        select d.name from Definition d group by d.name
                        having ?1 is null
                        or max(d.createdAt) < (
                            select l.createdAt from Definition l
                            where l.name = ?1 and l.version = ?2)
                        or (d.name > ?1 and max(d.createdAt) = (
                            select l.createdAt from Definition l
                            where l.name = ?1 and l.version = ?2))
                        order by max(d.createdAt) desc, d.name
                        """,
                        String.class)
                .setParameter(1, after)
                .setParameter(2, version)
                .setMaxResults(limit)
                .getResultList();
    }

    private static List<Stored> versions(Set<String> names) {
        return Definition.getEntityManager()
                .createQuery(
                        "select d.name, d.version, d.createdAt from Definition d where d.name in ?1"
                                + " order by d.version desc",
                        Stored.class)
                .setParameter(1, names)
                .getResultList();
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
