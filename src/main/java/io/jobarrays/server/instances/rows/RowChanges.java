package io.jobarrays.server.instances.rows;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.hibernate.StatelessSession;

/**
 * Rows that were inserted or changed in memory and are not committed yet. Written in batched
 * statements of one transaction. Not for concurrent use.
 */
public final class RowChanges {
    private final Set<Object> inserted = new LinkedHashSet<>();
    private final Set<Object> updated = new LinkedHashSet<>();
    private final Set<Object> replaced = new LinkedHashSet<>();
    private final List<Runnable> afterCommit = new ArrayList<>();
    private int count;
    private Object version = new Object();

    /** A row that the database does not have. */
    public void insert(Object row) {
        inserted.add(row);
        count++;
    }

    /** A row that the database may have; the newest one stays. */
    public void replace(Object row) {
        replaced.add(row);
        count++;
    }

    void update(Object row) {
        if (!inserted.contains(row)) {
            updated.add(row);
        }
        count++;
    }

    /** Runs after the commit, on the owner's thread; must not fail. */
    public void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    /** Number of changes since the last commit; grows with each one. */
    public int count() {
        return count;
    }

    /** The same object until something else was committed. */
    public Object version() {
        return version;
    }

    /** Writes all changes within the caller's transaction. */
    public void write(StatelessSession session) {
        byType(inserted, session::insertMultiple);
        byType(updated, session::updateMultiple);
        byType(replaced, session::upsertMultiple);
    }

    /** Forgets what was written, then runs the actions after the commit. */
    public void committed() {
        List<Runnable> actions = List.copyOf(afterCommit);
        if (count > 0) {
            version = new Object();
        }
        inserted.clear();
        updated.clear();
        replaced.clear();
        afterCommit.clear();
        count = 0;
        actions.forEach(Runnable::run);
    }

    /** JDBC batches statements of one table only; tables stay in the order of their first rows. */
    private static void byType(Collection<Object> rows, Consumer<List<Object>> write) {
        rows.stream()
                .collect(groupingBy(Object::getClass, LinkedHashMap::new, toList()))
                .values()
                .forEach(write);
    }
}
