package io.jobarrays.server.problems;

import java.io.IOException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Failure of the database or of a disk that passes without a change of the call, found among the
 * causes of an exception.
 *
 * @param detail the first line of the cause's message, in the words of PostgreSQL or the operating
 *     system
 */
public record StorageFailure(Kind kind, String detail) {
    /** Kinds, the most specific first: it names the reason of the others. */
    public enum Kind {
        DISK_FULL,
        DATABASE_UNAVAILABLE,
        DATABASE_BUSY
    }

    /** Class 53, insufficient resources: PostgreSQL 17 documentation, appendix A. */
    private static final String STATE_DISK_FULL = "53100";

    private static final String STATE_TOO_MANY_CONNECTIONS = "53300";

    /** Class 08, connection exception, is of the driver: the server cannot say anything. */
    private static final String STATE_CLASS_CONNECTION = "08";

    /** admin_shutdown, crash_shutdown, cannot_connect_now. */
    private static final Set<String> STATES_OF_A_SHUTDOWN = Set.of("57P01", "57P02", "57P03");

    /** The messages of ENOSPC and EDQUOT, which the JDK passes on without a code. */
    private static final Set<String> DISK_FULL_MESSAGES =
            Set.of("No space left on device", "Disk quota exceeded");

    /** Of the triggers in V16__server_lease.sql: another server has taken over. */
    private static final String STATE_NO_LEASE = "SP001";

    /** Of Agroal's pool when all connections are in use; it has no SQL state. */
    private static final String ACQUISITION_TIMEOUT = "cquisition timeout";

    /** Empty when no cause is a failure of the database or of a disk. */
    public static Optional<StorageFailure> of(Throwable failure) {
        Set<Throwable> causes = Collections.newSetFromMap(new IdentityHashMap<>());
        collect(failure, causes);
        return causes.stream()
                .filter(cause -> !repeatsStatement(cause))
                .flatMap(cause -> ofOne(cause).stream())
                .min(StorageFailure::order);
    }

    /** Such a message has the statement with all its values; the reason is that of the cause. */
    private static boolean repeatsStatement(Throwable failure) {
        return failure instanceof BatchUpdateException && failure.getCause() != null;
    }

    private static int order(StorageFailure one, StorageFailure other) {
        return one.kind.compareTo(other.kind);
    }

    /** Narayana adds the cause of a failed commit as a suppressed exception. */
    private static void collect(@Nullable Throwable failure, Set<Throwable> causes) {
        if (failure != null && causes.add(failure)) {
            collect(failure.getCause(), causes);
            for (Throwable suppressed : failure.getSuppressed()) {
                collect(suppressed, causes);
            }
            if (failure instanceof SQLException sql) {
                collect(sql.getNextException(), causes);
            }
        }
    }

    private static Optional<StorageFailure> ofOne(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        // PostgreSQL's hint is on a line of its own.
        String detail = message.lines().findFirst().orElse(message);
        return kind(cause, message).map(kind -> new StorageFailure(kind, detail));
    }

    private static Optional<Kind> kind(Throwable cause, String message) {
        if (!(cause instanceof SQLException || cause instanceof IOException)) {
            return Optional.empty();
        }
        if (DISK_FULL_MESSAGES.stream().anyMatch(message::contains)) {
            return Optional.of(Kind.DISK_FULL);
        }
        return cause instanceof SQLException sql ? kind(sql, message) : Optional.empty();
    }

    private static Optional<Kind> kind(SQLException cause, String message) {
        String state = cause.getSQLState();
        if (state == null) {
            return message.contains(ACQUISITION_TIMEOUT)
                    ? Optional.of(Kind.DATABASE_BUSY)
                    : Optional.empty();
        }
        return Stream.of(Kind.values()).filter(kind -> isOf(kind, state)).findFirst();
    }

    private static boolean isOf(Kind kind, String state) {
        return switch (kind) {
            case DISK_FULL -> state.equals(STATE_DISK_FULL);
            case DATABASE_UNAVAILABLE ->
                    state.startsWith(STATE_CLASS_CONNECTION)
                            || STATES_OF_A_SHUTDOWN.contains(state)
                            || state.equals(STATE_NO_LEASE);
            case DATABASE_BUSY -> state.equals(STATE_TOO_MANY_CONNECTIONS);
        };
    }
}
