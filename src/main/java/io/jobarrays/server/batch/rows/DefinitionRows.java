package io.jobarrays.server.batch.rows;

import io.jobarrays.server.batch.jobxml.ValidatedJob;
import io.jobarrays.server.problems.NotFound;
import io.jobarrays.server.problems.Refused;
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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rows of definitions, by name and version. */
@ApplicationScoped
public class DefinitionRows {
    private static final int MAX_NAMED_EXECUTIONS = 10;

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
     * @param version null: the newest that is not deleted; a number: that one, deleted or not
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
                        select d.name from Definition d where d.deletedAt is null
                        group by d.name having ?1 is null
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
                                + " and d.deletedAt is null order by d.version desc",
                        Stored.class)
                .setParameter(1, names)
                .getResultList();
    }

    /** The version that {@link #store} would give to this job XML. */
    public Version next(String name, byte[] xml, ExpectedVersion expected) {
        return QuarkusTransaction.joiningExisting()
                .call(
                        () -> {
                            Optional<Definition> newest = Definition.ofVersion(name, null);
                            expected.check(name, newest.map(row -> row.version));
                            return newest.filter(row -> Arrays.equals(row.xml, xml))
                                    .map(row -> new Version(row.version, false))
                                    .orElseGet(() -> new Version(Definition.last(name) + 1, true));
                        });
    }

    /**
     * Inserts the next version, unless the newest has the same bytes.
     *
     * @param expected refuses when the newest version is another one
     * @param job validated without parameters; used for a new version only
     */
    public Version store(
            String name, byte[] xml, ExpectedVersion expected, Supplier<ValidatedJob> job) {
        return QuarkusTransaction.requiringNew()
                .call(
                        () -> {
                            lock(name);
                            Version next = next(name, xml, expected);
                            if (next.created()) {
                                persist(name, next.number(), xml, job.get());
                            }
                            return next;
                        });
    }

    /**
     * Marks all versions as deleted; those that executions ran stay readable by their number.
     *
     * @throws Refused while an execution of one of them has not ended
     */
    public void delete(String name, ExpectedVersion expected) {
        QuarkusTransaction.requiringNew()
                .run(
                        () -> {
                            lock(name);
                            Definition newest =
                                    Definition.ofVersion(name, null)
                                            .orElseThrow(() -> missing(name));
                            expected.check(name, Optional.of(newest.version));
                            refuseIfRunning(name, Execution.openIds(name));
                            Definition.update(
                                    "deletedAt = ?1 where name = ?2 and deletedAt is null",
                                    clock.instant(),
                                    name);
                        });
    }

    public static NotFound missing(String name) {
        return new NotFound("there is no definition \"%s\"".formatted(name));
    }

    private static void refuseIfRunning(String name, List<Long> running) {
        if (running.isEmpty()) {
            return;
        }
        String ids =
                running.stream()
                        .limit(MAX_NAMED_EXECUTIONS)
                        .map(String::valueOf)
                        .collect(Collectors.joining(", "));
        int more = running.size() - MAX_NAMED_EXECUTIONS;
        throw new Refused(
                409,
                "SPAWN-DEFINITION-IN-USE",
                "definition %s was not deleted: %s %s%s of it %s not ended; wait, or stop with spawn executions stop %d"
                        .formatted(
                                name,
                                running.size() == 1 ? "execution" : "executions",
                                ids,
                                more > 0 ? " and %d more".formatted(more) : "",
                                running.size() == 1 ? "has" : "have",
                                running.getFirst()));
    }

    /**
     * Keeps a version from being deleted until the caller's transaction, which inserts an execution
     * of it, has ended.
     */
    static void hold(String name, int version) {
        advisoryLock("pg_advisory_xact_lock_shared", name);
        boolean live =
                Definition.ofVersion(name, version).map(row -> row.deletedAt == null).orElse(false);
        if (!live) {
            throw new Refused(
                    409,
                    "SPAWN-DEFINITION-DELETED",
                    "version %d of %s was deleted meanwhile; store it again and start that version"
                            .formatted(version, name));
        }
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
        advisoryLock("pg_advisory_xact_lock", name);
    }

    private static void advisoryLock(String function, String name) {
        Definition.getEntityManager()
                .createNativeQuery("select %s(hashtext(?1))".formatted(function), Object.class)
                .setParameter(1, "definition " + name)
                .getResultList();
    }
}
