package io.jobarrays.server.aws;

/** Calls that share one of AWS's limits per account and region: bucket size, tokens per second. */
enum CallFamily {
    /** Requests to RunInstances, of any size. */
    RUN_REQUESTS(5, 2),
    /** Instances requested from RunInstances. */
    RUN_INSTANCES(1000, 2),
    /** Reads with a filter, ids or a page size. */
    READ(100, 20),
    /** Reads without a filter. */
    READ_ALL(50, 10),
    TAG(100, 10),
    CHANGE(50, 5),
    /** Route 53 counts requests per account, reads and changes alike. */
    ROUTE53(5, 5);

    final int bucketSize;
    final int tokensPerSecond;

    CallFamily(int size, int perSecond) {
        this.bucketSize = size;
        this.tokensPerSecond = perSecond;
    }
}
