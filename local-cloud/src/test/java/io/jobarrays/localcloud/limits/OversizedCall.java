package io.jobarrays.localcloud.limits;

import java.util.stream.Stream;

/**
 * A call that is larger than a lowered maximum.
 *
 * @param code error code of its refusal
 * @param operation EC2's with its parameters, method and path of Route 53, or JSON target
 */
record OversizedCall(String name, int max, String code, String operation, String body) {
    private static final String LAUNCH =
            "RunInstances&ImageId=ami-0abcdef1234567890&MinCount=1&MaxCount=1&DryRun=true";
    private static final String TAGS =
            "&TagSpecification.1.ResourceType=key-pair&TagSpecification.1.Tag.";
    private static final String ID = "i-0123456789abcdef0";
    private static final String RECORDS =
            "<R><ChangeBatch><Comment>abc</Comment><Changes><Change><Action>UPSERT</Action>"
                    + "<ResourceRecordSet><Name>a.spore.host</Name><Type>A</Type><TTL>60</TTL>"
                    + "<ResourceRecords>"
                    + "<ResourceRecord><Value>198.18.0.1</Value></ResourceRecord>"
                    + "<ResourceRecord><Value>198.18.0.2</Value></ResourceRecord>"
                    + "</ResourceRecords></ResourceRecordSet></Change></Changes></ChangeBatch></R>";

    /** A call for each size but the pages of Route 53, which are cut instead. */
    static Stream<OversizedCall> all() {
        return Stream.of(
                ec2(
                        "tags-per-resource",
                        1,
                        "TagLimitExceeded",
                        key(1) + tags("1.Key=a", "2.Key=b")),
                ec2("tag-key-characters", 2, "InvalidParameterValue", key(2) + tags("1.Key=abc")),
                ec2(
                        "tag-value-characters",
                        2,
                        "InvalidParameterValue",
                        key(3) + tags("1.Key=a", "1.Value=abc")),
                ec2("user-data-bytes", 2, "InvalidUserData.Malformed", LAUNCH + "&UserData=YWJj"),
                ec2(
                        "client-token-characters",
                        2,
                        "InvalidParameterValue",
                        LAUNCH + "&ClientToken=abc"),
                ec2("key-name-characters", 2, "InvalidParameterValue", key(4)),
                ec2("ids-per-call", 1, "InvalidParameterValue", "StopInstances" + ids()),
                ec2(
                        "DescribeInstanceStatus:ids-per-call",
                        1,
                        "InvalidParameterValue",
                        "DescribeInstanceStatus" + ids()),
                ec2(
                        "DescribeInstanceTypes:names-per-call",
                        1,
                        "InvalidParameterValue",
                        "DescribeInstanceTypes&InstanceType.1=t3.nano&InstanceType.2=t3.micro"),
                ec2(
                        "filter-values-per-call",
                        1,
                        "FilterLimitExceeded",
                        "DescribeTags&Filter.1.Name=key&Filter.1.Value.1=a"
                                + "&Filter.2.Name=value&Filter.2.Value.1=b"),
                ec2("page-items", 9, "InvalidParameterValue", "DescribeTags&MaxResults=10"),
                ec2(
                        "DescribeInstanceTypes:page-items",
                        9,
                        "InvalidParameterValue",
                        "DescribeInstanceTypes&MaxResults=10"),
                route53("records-per-change", 3, "InvalidChangeBatch", "POST zone/rrset", RECORDS),
                route53(
                        "characters-per-change",
                        39,
                        "InvalidChangeBatch",
                        "POST zone/rrset",
                        RECORDS),
                route53(
                        "values-per-record-set",
                        1,
                        "InvalidChangeBatch",
                        "POST zone/rrset",
                        RECORDS),
                route53("comment-characters", 2, "InvalidInput", "POST zone/rrset", RECORDS),
                route53(
                        "caller-reference-characters",
                        2,
                        "InvalidInput",
                        "POST hostedzone",
                        "<R><Name>x.org</Name><CallerReference>abc</CallerReference></R>"),
                json(
                        "ssm:names-per-call",
                        1,
                        "AmazonSSM.GetParameters",
                        "{\"Names\":[\"/a\",\"/b\"]}"),
                json(
                        "ssm:value-characters",
                        2,
                        "AmazonSSM.PutParameter",
                        "{\"Name\":\"/p\",\"Type\":\"String\",\"Value\":\"abc\"}"),
                json(
                        "secretsmanager:value-bytes",
                        2,
                        "secretsmanager.CreateSecret",
                        "{\"Name\":\"s\",\"SecretString\":\"abc\"}"));
    }

    private static String key(int number) {
        return "CreateKeyPair&KeyType=ed25519&KeyName=key" + number;
    }

    private static String tags(String... fields) {
        return String.join("", Stream.of(fields).map(field -> TAGS + field).toList());
    }

    private static String ids() {
        return "&InstanceId.1=" + ID + "&InstanceId.2=" + ID;
    }

    private static OversizedCall ec2(String name, int max, String code, String call) {
        return new OversizedCall("ec2:" + name, max, code, call, "");
    }

    private static OversizedCall route53(
            String name, int max, String code, String call, String body) {
        return new OversizedCall("route53:" + name, max, code, call, body);
    }

    private static OversizedCall json(String name, int max, String target, String body) {
        return new OversizedCall(name, max, "ValidationException", target, body);
    }
}
