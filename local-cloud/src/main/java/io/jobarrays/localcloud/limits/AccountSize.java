package io.jobarrays.localcloud.limits;

/** Sizes that AWS limits for every account, with the documented maximum and its source. */
public enum AccountSize {
    TAGS_PER_RESOURCE("ec2:tags-per-resource", 50, Sources.TAGS),
    TAG_KEY_CHARACTERS("ec2:tag-key-characters", 128, Sources.TAGS),
    TAG_VALUE_CHARACTERS("ec2:tag-value-characters", 256, Sources.TAGS),
    USER_DATA_BYTES(
            "ec2:user-data-bytes", 16_384, "EC2 User Guide, user-data (16 KB, decoded), 2025"),
    CLIENT_TOKEN_CHARACTERS("ec2:client-token-characters", 64, Sources.RUN_INSTANCES),
    KEY_NAME_CHARACTERS(
            "ec2:key-name-characters", 255, "EC2 API Reference, CreateKeyPair, KeyName, 2025"),
    IDS_PER_CALL(
            "ec2:ids-per-call",
            1000,
            "EC2 API Reference, TerminateInstances and CreateTags, 2025; EC2 Developer Guide,"
                    + " ec2-api-pagination, 2025, for all calls"),
    STATUS_IDS_PER_CALL(
            "ec2:DescribeInstanceStatus:ids-per-call",
            100,
            "EC2 API Reference, DescribeInstanceStatus, InstanceId, 2025"),
    INSTANCE_TYPES_PER_CALL(
            "ec2:DescribeInstanceTypes:names-per-call", 100, Sources.DESCRIBE_INSTANCE_TYPES),
    /**
     * EC2's message, reported in gjbae1212/gossm#47 (2021): "specified on a single call is 200".
     */
    FILTER_VALUES_PER_CALL(
            "ec2:filter-values-per-call", 200, "EC2's error FilterLimitExceeded, 2021"),
    PAGE_ITEMS("ec2:page-items", 1000, "EC2 API Reference, MaxResults of each operation, 2025"),
    INSTANCE_TYPE_PAGE_ITEMS(
            "ec2:DescribeInstanceTypes:page-items", 100, Sources.DESCRIBE_INSTANCE_TYPES),
    RECORDS_PER_CHANGE("route53:records-per-change", 1000, Sources.CHANGES),
    CHARACTERS_PER_CHANGE("route53:characters-per-change", 32_000, Sources.CHANGES),
    VALUES_PER_RECORD_SET(
            "route53:values-per-record-set", 400, "Route 53 Developer Guide, DNSLimitations, 2025"),
    RECORD_SET_PAGE_ITEMS(
            "route53:record-set-page-items",
            300,
            "Route 53 API Reference, ListResourceRecordSets, maxitems, 2025"),
    ZONE_PAGE_ITEMS(
            "route53:zone-page-items",
            100,
            "Route 53 API Reference, ListHostedZones, maxitems, 2025"),
    CALLER_REFERENCE_CHARACTERS(
            "route53:caller-reference-characters", 128, Sources.CREATE_HOSTED_ZONE),
    COMMENT_CHARACTERS("route53:comment-characters", 256, Sources.CREATE_HOSTED_ZONE),
    PARAMETER_NAMES_PER_CALL(
            "ssm:names-per-call", 10, "Systems Manager API Reference, GetParameters, Names, 2025"),
    PARAMETER_VALUE_CHARACTERS(
            "ssm:value-characters",
            4096,
            "Systems Manager API Reference, PutParameter, Value (4 KB), 2025"),
    SECRET_VALUE_BYTES(
            "secretsmanager:value-bytes",
            65_536,
            "Secrets Manager API Reference, CreateSecret, SecretString, 2025");

    private final String label;
    private final int max;
    private final String source;

    AccountSize(String label, int max, String source) {
        this.label = label;
        this.max = max;
        this.source = source;
    }

    /** Name in the control API. */
    String label() {
        return label;
    }

    /** The documented maximum. */
    int max() {
        return max;
    }

    String source() {
        return source;
    }

    private static final class Sources {
        static final String TAGS = "EC2 User Guide, Using_Tags, Tag restrictions, 2025";
        static final String RUN_INSTANCES = "EC2 API Reference, RunInstances, ClientToken, 2025";
        static final String DESCRIBE_INSTANCE_TYPES =
                "EC2 API Reference, DescribeInstanceTypes, 2025";
        static final String CHANGES =
                "Route 53 Developer Guide, DNSLimitations, ChangeResourceRecordSets, 2025";
        static final String CREATE_HOSTED_ZONE = "Route 53 API Reference, CreateHostedZone, 2025";

        private Sources() {}
    }
}
