package io.jobarrays.contract;

import io.jobarrays.contract.messages.PeerList;

/**
 * Tag keys on instances and volumes.
 *
 * <p>The launch call sets all tags except the last three. Those differ per instance, so separate
 * calls set them after the launch at the rate EC2 allows.
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

    /** Id of the control plane that launched the instance. */
    public static final String OWNER = "spawn:owner";

    /** {@code {client token of the launch call},{first index}}. */
    public static final String LAUNCH = "spawn:launch";

    public static final String NAME = "Name";
    public static final String JOB_ARRAY_INDEX = "spawn:job-array-index";

    /**
     * See {@link PeerList#pointer}; a tag value has at most 256 characters, enough for two peers.
     */
    public static final String JOB_ARRAY_PEERS = "spawn:job-array-peers";

    private Tags() {}
}
