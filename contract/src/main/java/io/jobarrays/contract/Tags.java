package io.jobarrays.contract;

/**
 * Tag keys on instances and volumes.
 *
 * <p>At birth, in the launch call: all but the last three. Those differ per instance, so each is a
 * call of its own, made afterwards at the rate EC2 allows.
 */
public final class Tags {
    public static final String MANAGED = "spawn:managed";
    public static final String JOB_ARRAY_ID = "spawn:job-array-id";
    public static final String JOB_ARRAY_NAME = "spawn:job-array-name";
    public static final String JOB_ARRAY_SIZE = "spawn:job-array-size";
    public static final String TTL = "spawn:ttl";
    public static final String TTL_DEADLINE = "spawn:ttl-deadline";
    public static final String IDLE_TIMEOUT = "spawn:idle-timeout";
    public static final String DNS_NAME = "spawn:dns-name";

    /** The id of the control plane that launched it. */
    public static final String OWNER = "spawn:owner";

    /** {@code {launch id},{first index}}. */
    public static final String LAUNCH = "spawn:launch";

    public static final String NAME = "Name";
    public static final String JOB_ARRAY_INDEX = "spawn:job-array-index";

    /** See {@link PeerList#pointer}: a tag value holds 256 characters, two peers at most. */
    public static final String JOB_ARRAY_PEERS = "spawn:job-array-peers";

    private Tags() {}
}
