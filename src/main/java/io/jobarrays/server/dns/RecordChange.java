package io.jobarrays.server.dns;

import java.util.List;

/** One record set to be written or deleted, for the row {@code id} that asks for it. */
sealed interface RecordChange {
    long id();

    /** Full name, lower case, without a dot at its end. */
    String name();

    /** IPv4, sorted; for a deletion the exact value that has to stand there. */
    List<String> addresses();

    /** Creates or replaces. */
    record Upsert(long id, String name, List<String> addresses) implements RecordChange {}

    /**
     * Deletes what we wrote and nothing else; {@code earlier} are values that may stand there too.
     */
    record Delete(long id, String name, List<String> addresses, List<List<String>> earlier)
            implements RecordChange {
        boolean isOwn(List<String> standing) {
            return standing.equals(addresses) || earlier.contains(standing);
        }

        Delete withValues(List<String> standing) {
            return new Delete(id, name, standing, List.of());
        }
    }

    /** Route 53 counts every value of an UPSERT twice, and every character of it. */
    private int factor() {
        return switch (this) {
            case Upsert upsert -> 2;
            case Delete delete -> 1;
        };
    }

    /** What it takes of the 1,000 values of one request. */
    default int values() {
        return factor() * addresses().size();
    }

    /** What it takes of the 32,000 characters of one request. */
    default int characters() {
        return factor() * addresses().stream().mapToInt(String::length).sum();
    }
}
