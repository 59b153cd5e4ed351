package io.jobarrays.server.dns;

import java.util.List;

/** Change of one record set, requested by the row {@code id}. */
sealed interface RecordChange {
    long id();

    /** Full name in lower case, without a trailing dot. */
    String name();

    /** Sorted IPv4 addresses; a deletion needs the exact values in the zone. */
    List<String> addresses();

    /** Creates or replaces the record set. */
    record Upsert(long id, String name, List<String> addresses) implements RecordChange {}

    /** Deletes only values written by this server; {@code earlier} may be in the zone instead. */
    record Delete(long id, String name, List<String> addresses, List<List<String>> earlier)
            implements RecordChange {
        boolean isOwn(List<String> current) {
            return current.equals(addresses) || earlier.contains(current);
        }

        Delete withValues(List<String> current) {
            return new Delete(id, name, current, List.of());
        }
    }

    /** Route 53 counts the values and characters of an UPSERT twice. */
    private int factor() {
        return switch (this) {
            case Upsert upsert -> 2;
            case Delete delete -> 1;
        };
    }

    /** Share of the 1,000 values of one request. */
    default int values() {
        return factor() * addresses().size();
    }

    /** Share of the 32,000 characters of one request. */
    default int characters() {
        return factor() * addresses().stream().mapToInt(String::length).sum();
    }
}
