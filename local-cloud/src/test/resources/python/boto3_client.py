"""Calls every operation of the local cloud through boto3, with its waiters and paginators.

Prints one line for each finished part; any exception ends it with a traceback.
"""

import base64
import io
import json
import os
import pathlib

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

IMAGE = "ami-0abcdef1234567890"
# The account has AWS's request limits, which boto3 is to bear.
CONFIG = Config(retries={"mode": "standard", "max_attempts": 10})


def client(service):
    return boto3.client(
        service,
        region_name="us-east-1",
        endpoint_url=os.environ["ENDPOINT"],
        aws_access_key_id=os.environ["KEY_ID"],
        aws_secret_access_key=os.environ["SECRET"],
        config=CONFIG,
    )


ec2 = client("ec2")
FAST = {"Delay": 1, "MaxAttempts": 60}


def refused(code, call, **parameters):
    try:
        call(**parameters)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error
    else:
        raise AssertionError(f"{call} was not refused with {code}")


def account():
    types = [
        it["InstanceType"]
        for page in ec2.get_paginator("describe_instance_types").paginate()
        for it in page["InstanceTypes"]
    ]
    assert len(types) > 1000 and len(set(types)) == len(types), len(types)
    offered = [
        it["Location"]
        for page in ec2.get_paginator("describe_instance_type_offerings").paginate(
            LocationType="availability-zone",
            Filters=[{"Name": "instance-type", "Values": ["t3.micro"]}],
        )
        for it in page["InstanceTypeOfferings"]
    ]
    assert offered == ["us-east-1" + zone for zone in "abcdf"], offered
    assert ec2.describe_regions()["Regions"][0]["RegionName"] == "us-east-1"
    assert len(ec2.describe_availability_zones()["AvailabilityZones"]) == 6
    for name, key in [
        ("describe_images", "Images"),
        ("describe_subnets", "Subnets"),
        ("describe_security_groups", "SecurityGroups"),
        ("describe_vpcs", "Vpcs"),
        ("describe_spot_price_history", "SpotPriceHistory"),
    ]:
        pages = ec2.get_paginator(name).paginate(PaginationConfig={"PageSize": 1000})
        assert sum(len(page[key]) for page in pages) > 0, name
    attribute = ec2.describe_vpc_attribute(
        VpcId="vpc-0abcdef1234567890", Attribute="enableDnsHostnames"
    )
    assert attribute["EnableDnsHostnames"]["Value"]
    print("account")


def resources():
    made = ec2.create_key_pair(KeyName="made")
    assert "PRIVATE KEY" in made["KeyMaterial"]
    public = ec2.describe_key_pairs(KeyNames=["made"], IncludePublicKey=True)
    ec2.import_key_pair(
        KeyName="imported", PublicKeyMaterial=public["KeyPairs"][0]["PublicKey"].encode()
    )
    ec2.get_waiter("key_pair_exists").wait(KeyNames=["made", "imported"])
    ec2.delete_key_pair(KeyName="imported")
    group = ec2.create_placement_group(GroupName="near", Strategy="cluster")
    assert group["PlacementGroup"]["State"] == "available"
    assert len(ec2.describe_placement_groups()["PlacementGroups"]) == 1
    print("resources")


def instances():
    launched = ec2.run_instances(
        ImageId=IMAGE,
        InstanceType="c5.large",
        MinCount=2,
        MaxCount=2,
        KeyName="made",
        Placement={"GroupName": "near"},
        UserData="#!/bin/sh\necho hello from boto3\n",
        TagSpecifications=[
            {"ResourceType": "instance", "Tags": [{"Key": "made", "Value": "by boto3"}]}
        ],
    )["Instances"]
    ids = [it["InstanceId"] for it in launched]
    ec2.get_waiter("instance_exists").wait(InstanceIds=ids)
    ec2.get_waiter("instance_running").wait(InstanceIds=ids, WaiterConfig=FAST)
    ec2.get_waiter("instance_status_ok").wait(InstanceIds=ids, WaiterConfig=FAST)
    ec2.get_waiter("system_status_ok").wait(InstanceIds=ids, WaiterConfig=FAST)
    found = [
        it["InstanceId"]
        for page in ec2.get_paginator("describe_instances").paginate(
            Filters=[{"Name": "tag:made", "Values": ["by boto3"]}],
            PaginationConfig={"PageSize": 5},
        )
        for reservation in page["Reservations"]
        for it in reservation["Instances"]
    ]
    assert found == ids, found
    statuses = ec2.get_paginator("describe_instance_status").paginate(IncludeAllInstances=True)
    assert sum(len(page["InstanceStatuses"]) for page in statuses) == 2
    tags(ids[0])
    changes(ids[0])
    ec2.reboot_instances(InstanceIds=[ids[1]])
    ec2.get_waiter("instance_running").wait(InstanceIds=ids, WaiterConfig=FAST)
    output = ec2.get_console_output(InstanceId=ids[1], Latest=True)
    assert output["InstanceId"] == ids[1]
    ec2.terminate_instances(InstanceIds=ids)
    ec2.get_waiter("instance_terminated").wait(InstanceIds=ids, WaiterConfig=FAST)
    ec2.delete_placement_group(GroupName="near")
    ec2.delete_key_pair(KeyName="made")
    print("instances")


def tags(instance):
    ec2.create_tags(Resources=[instance], Tags=[{"Key": "a", "Value": "1"}])
    described = [
        it["Key"]
        for page in ec2.get_paginator("describe_tags").paginate(
            Filters=[{"Name": "resource-id", "Values": [instance]}]
        )
        for it in page["Tags"]
    ]
    assert described == ["a", "made"], described
    ec2.delete_tags(Resources=[instance], Tags=[{"Key": "a"}])


def changes(instance):
    ec2.modify_instance_metadata_options(InstanceId=instance, HttpPutResponseHopLimit=3)
    ec2.stop_instances(InstanceIds=[instance])
    ec2.get_waiter("instance_stopped").wait(InstanceIds=[instance], WaiterConfig=FAST)
    ec2.modify_instance_attribute(InstanceId=instance, InstanceType={"Value": "c5.xlarge"})
    ec2.modify_instance_attribute(InstanceId=instance, UserData={"Value": b"#!/bin/sh\n"})
    attribute = ec2.describe_instance_attribute(InstanceId=instance, Attribute="userData")
    assert base64.b64decode(attribute["UserData"]["Value"]) == b"#!/bin/sh\n", attribute
    ec2.start_instances(InstanceIds=[instance])
    ec2.get_waiter("instance_running").wait(InstanceIds=[instance], WaiterConfig=FAST)


def refusals():
    launch = {"ImageId": IMAGE, "MinCount": 1, "MaxCount": 1}
    refused("InvalidKeyPair.NotFound", ec2.run_instances, KeyName="none", **launch)
    refused("NotImplemented", ec2.run_instances, Monitoring={"Enabled": True}, **launch)
    refused("DryRunOperation", ec2.run_instances, DryRun=True, **launch)
    refused("InvalidNextToken", ec2.describe_instances, NextToken="none")
    refused("NotImplemented", ec2.describe_volumes)
    absent("monitoring (CloudWatch)", client("cloudwatch").list_metrics)
    absent("sqs", client("sqs").list_queues)
    absent("dynamodb", client("dynamodb").list_tables)
    absent("iam", client("iam").list_users)
    absent("lambda", client("lambda").list_functions)
    absent("ecr", client("ecr").describe_repositories)
    absent("logs (CloudWatch Logs)", client("logs").describe_log_groups)
    absent("cloudfront", client("cloudfront").list_distributions)
    print("refusals")


def absent(service, call):
    """A service that the local cloud lacks: CBOR, JSON, Query, REST-JSON and REST-XML."""
    try:
        call()
    except ClientError as error:
        assert error.response["Error"]["Code"] == "NotImplemented", error
        assert error.response["ResponseMetadata"]["HTTPStatusCode"] == 501, error
        assert f"The service {service}, unlike EC2" in str(error), error
    else:
        raise AssertionError(f"{call} was not refused")


def route53():
    zones = client("route53")
    zone = zones.create_hosted_zone(Name="boto3.example", CallerReference="boto3")
    assert len(zone["DelegationSet"]["NameServers"]) == 4
    zone_id = zone["HostedZone"]["Id"]

    def change(action):
        return zones.change_resource_record_sets(
            HostedZoneId=zone_id,
            ChangeBatch={
                "Changes": [
                    {
                        "Action": action,
                        "ResourceRecordSet": {
                            "Name": "a.boto3.example",
                            "Type": "TXT",
                            "TTL": 60,
                            "ResourceRecords": [{"Value": '"some text"'}],
                        },
                    }
                ]
            },
        )["ChangeInfo"]["Id"]

    made = change("CREATE")
    zones.get_waiter("resource_record_sets_changed").wait(
        Id=made, WaiterConfig={"Delay": 1, "MaxAttempts": 30}
    )
    names = [
        it["Name"]
        for page in zones.get_paginator("list_resource_record_sets").paginate(
            HostedZoneId=zone_id, PaginationConfig={"PageSize": 1}
        )
        for it in page["ResourceRecordSets"]
    ]
    assert names == ["boto3.example.", "boto3.example.", "a.boto3.example."], names
    listed = zones.get_paginator("list_hosted_zones").paginate(PaginationConfig={"PageSize": 1})
    assert zone_id in [it["Id"] for page in listed for it in page["HostedZones"]]
    assert zones.list_hosted_zones_by_name(DNSName="boto3.example")["HostedZones"]
    assert zones.get_hosted_zone(Id=zone_id)["HostedZone"]["ResourceRecordSetCount"] == 3
    signed = zones.get_dnssec(HostedZoneId=zone_id)
    assert signed["Status"]["ServeSignature"] == "NOT_SIGNING", signed
    change("DELETE")
    zones.delete_hosted_zone(Id=zone_id)
    print("route53")


def others():
    assert client("sts").get_caller_identity()["Account"] == "435415984226"
    role = client("sts").assume_role_with_web_identity(
        RoleArn="arn:aws:iam::435415984226:role/boto3",
        RoleSessionName="boto3",
        WebIdentityToken=pathlib.Path(os.environ["WEB_IDENTITY"]).read_text(),
    )
    assert role["AssumedRoleUser"]["Arn"].endswith(":assumed-role/boto3/boto3")
    ssm = client("ssm")
    ssm.put_parameter(Name="/boto3", Type="SecureString", Value="v")
    found = ssm.get_parameter(Name="/boto3", WithDecryption=True)
    assert found["Parameter"]["Value"] == "v"
    assert len(ssm.get_parameters(Names=["/boto3", "/none"])["InvalidParameters"]) == 1
    secrets = client("secretsmanager")
    secrets.create_secret(Name="boto3", SecretString=json.dumps({"a": 1}))
    secrets.put_secret_value(SecretId="boto3", SecretString="second")
    assert secrets.get_secret_value(SecretId="boto3")["SecretString"] == "second"
    print("others")


def s3():
    s3 = client("s3")
    bucket = "boto3-files"
    s3.create_bucket(Bucket=bucket)
    assert bucket in [it["Name"] for it in s3.list_buckets()["Buckets"]]
    s3.head_bucket(Bucket=bucket)
    content = os.urandom((20 << 20) + 1)
    name = "large/a b+c ä"
    s3.upload_fileobj(
        io.BytesIO(content),
        bucket,
        name,
        ExtraArgs={"ContentType": "text/x", "Metadata": {"k": "v"}},
    )
    head = s3.head_object(Bucket=bucket, Key=name)
    assert head["ContentLength"] == len(content) and head["ContentType"] == "text/x", head
    assert head["Metadata"] == {"k": "v"} and head["ETag"].endswith('-3"'), head
    read = io.BytesIO()
    s3.download_fileobj(bucket, name, read)
    assert read.getvalue() == content
    part = s3.get_object(Bucket=bucket, Key=name, Range="bytes=8388600-8388616")
    assert part["Body"].read() == content[8388600:8388617]
    assert part["ContentRange"] == f"bytes 8388600-8388616/{len(content)}", part
    for i in range(25):
        s3.put_object(Bucket=bucket, Key=f"small/{i}/x", Body=b"x", ChecksumAlgorithm="SHA256")
    pages = list(
        s3.get_paginator("list_objects_v2").paginate(
            Bucket=bucket, PaginationConfig={"PageSize": 10}
        )
    )
    keys = [it["Key"] for page in pages for it in page["Contents"]]
    assert keys == sorted([name] + [f"small/{i}/x" for i in range(25)]), keys
    assert len(pages) == 3
    below = s3.list_objects_v2(Bucket=bucket, Prefix="small/", Delimiter="/", MaxKeys=20)
    assert len(below["CommonPrefixes"]) == 20 and below["IsTruncated"], below
    rest = s3.list_objects_v2(
        Bucket=bucket,
        Prefix="small/",
        Delimiter="/",
        ContinuationToken=below["NextContinuationToken"],
    )
    assert len(rest["CommonPrefixes"]) == 5 and not rest["IsTruncated"], rest
    s3_uploads(s3, bucket)
    refused("NoSuchKey", s3.get_object, Bucket=bucket, Key="none")
    refused("NoSuchBucket", s3.list_objects_v2, Bucket="none-of-these")
    refused("BucketNotEmpty", s3.delete_bucket, Bucket=bucket)
    refused("InvalidRange", s3.get_object, Bucket=bucket, Key=name, Range="bytes=99999999-")
    refused("BadDigest", s3.put_object, Bucket=bucket, Key="k", Body=b"x", ChecksumCRC32="AAAAAA==")
    refused("NotImplemented", s3.get_bucket_acl, Bucket=bucket)
    refused("InvalidBucketName", s3.create_bucket, Bucket="a.." + "b")
    for key in keys:
        s3.delete_object(Bucket=bucket, Key=key)
    s3.delete_bucket(Bucket=bucket)
    print("s3")


def s3_uploads(s3, bucket):
    at = {"Bucket": bucket, "Key": "parts"}
    upload = s3.create_multipart_upload(**at)["UploadId"]
    tags = [
        s3.upload_part(**at, UploadId=upload, PartNumber=number, Body=body)["ETag"]
        for number, body in ((1, b"x"), (3, b"y"))
    ]
    listed = s3.list_parts(**at, UploadId=upload)["Parts"]
    assert [(it["PartNumber"], it["ETag"]) for it in listed] == [(1, tags[0]), (3, tags[1])]

    def complete(*parts):
        parts = [{"PartNumber": number, "ETag": tag} for number, tag in parts]
        return s3.complete_multipart_upload(
            **at, UploadId=upload, MultipartUpload={"Parts": parts}
        )

    for code, parts in (
        ("EntityTooSmall", ((1, tags[0]), (3, tags[1]))),
        ("InvalidPart", ((2, tags[0]),)),
        ("InvalidPartOrder", ((3, tags[1]), (1, tags[0]))),
    ):
        try:
            complete(*parts)
        except ClientError as error:
            assert error.response["Error"]["Code"] == code, error
        else:
            raise AssertionError(code)
    s3.abort_multipart_upload(**at, UploadId=upload)
    refused("NoSuchUpload", s3.list_parts, **at, UploadId=upload)


for part in (account, resources, instances, refusals, route53, others, s3):
    part()
