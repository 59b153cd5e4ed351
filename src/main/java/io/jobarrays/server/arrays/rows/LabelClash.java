package io.jobarrays.server.arrays.rows;

/** Clash of the DNS names of two arrays: those of the group, of members and of shards. */
final class LabelClash {
    private LabelClash() {}

    static boolean between(String label, int size, String other, int otherSize) {
        return label.equals(other)
                || isOneOf(label, other, otherSize)
                || isOneOf(other, label, size);
    }

    /** {@code name} is that of a member or shard of the array with {@code label}. */
    private static boolean isOneOf(String name, String label, int size) {
        if (!name.startsWith(label + "-")) {
            return false;
        }
        String rest = name.substring(label.length() + 1);
        String digits = rest.startsWith("g") ? rest.substring(1) : rest;
        return digits.matches("0|[1-9]\\d{0,4}") && Integer.parseInt(digits) < size;
    }
}
