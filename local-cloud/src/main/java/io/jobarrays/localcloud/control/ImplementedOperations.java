package io.jobarrays.localcloud.control;

import io.jobarrays.localcloud.ec2.Ec2;
import io.jobarrays.localcloud.faults.FaultRule;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Operations that this cloud implements, {@code ec2:RunInstances}; faults strike no other. */
final class ImplementedOperations {
    private static final List<String> OF_OTHER_SERVICES =
            List.of(
                    "route53:CreateHostedZone",
                    "route53:DeleteHostedZone",
                    "route53:GetHostedZone",
                    "route53:ListHostedZones",
                    "route53:ListHostedZonesByName",
                    "route53:ChangeResourceRecordSets",
                    "route53:ListResourceRecordSets",
                    "route53:GetDNSSEC",
                    "route53:GetChange",
                    "s3:ListBuckets",
                    "s3:CreateBucket",
                    "s3:HeadBucket",
                    "s3:DeleteBucket",
                    "s3:ListObjectsV2",
                    "s3:PutObject",
                    "s3:GetObject",
                    "s3:HeadObject",
                    "s3:DeleteObject",
                    "s3:CreateMultipartUpload",
                    "s3:UploadPart",
                    "s3:ListParts",
                    "s3:CompleteMultipartUpload",
                    "s3:AbortMultipartUpload",
                    "sts:GetCallerIdentity",
                    "sts:AssumeRoleWithWebIdentity",
                    "ssm:PutParameter",
                    "ssm:GetParameter",
                    "ssm:GetParameters",
                    "secretsmanager:CreateSecret",
                    "secretsmanager:PutSecretValue",
                    "secretsmanager:GetSecretValue");

    private ImplementedOperations() {}

    static Stream<String> all() {
        return Stream.concat(
                Ec2.operationNames().stream().map(name -> "ec2:" + name),
                OF_OTHER_SERVICES.stream());
    }

    /** Whether the operation, in which {@code *} stands for any text, is one of these. */
    static boolean anyMatches(String operation, Stream<String> names) {
        Pattern pattern = FaultRule.pattern(operation);
        return names.anyMatch(name -> pattern.matcher(name).matches());
    }
}
