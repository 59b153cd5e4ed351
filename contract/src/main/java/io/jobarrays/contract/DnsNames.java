package io.jobarrays.contract;

/**
 * DNS names of an array and its members.
 *
 * @param account the AWS account number, 12 digits
 * @param zone the hosted zone, without a dot at its end
 */
public record DnsNames(String account, String zone) {

    /** {@code {label}.{account36}.{zone}}. */
    public String group(String label) {
        return label + "." + suffix();
    }

    /** {@code {label}-{index}.{account36}.{zone}}. */
    public String member(String label, int index) {
        return label + "-" + index + "." + suffix();
    }

    /** {@code {label}-g{shard}.{account36}.{zone}}: a record has at most 400 addresses. */
    public String shard(String label, int shard) {
        return label + "-g" + shard + "." + suffix();
    }

    /** {@code {account36}.{zone}}: the end of all names. */
    public String suffix() {
        return Long.toString(Long.parseLong(account), 36) + "." + zone;
    }
}
