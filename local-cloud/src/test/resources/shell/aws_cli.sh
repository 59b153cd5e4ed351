# Calls every operation of the local cloud with the AWS CLI; any error ends it.
set -eu

aws() {
  command "$AWS_PROGRAM" --endpoint-url "$ENDPOINT" --output text "$@"
}
image=ami-0abcdef1234567890

aws ec2 describe-regions --query 'Regions[].RegionName'
aws ec2 describe-availability-zones --query 'AvailabilityZones[].ZoneName'
aws ec2 describe-images --owners amazon --query 'Images[].ImageId'
aws ec2 describe-vpcs --query 'Vpcs[].VpcId'
aws ec2 describe-vpc-attribute --vpc-id vpc-0abcdef1234567890 --attribute enableDnsSupport --query EnableDnsSupport.Value
aws ec2 describe-subnets --query 'Subnets[].SubnetId'
aws ec2 describe-security-groups --query 'SecurityGroups[].GroupId'
aws ec2 describe-instance-types --filters Name=instance-type,Values='c5.*' --query 'InstanceTypes[].InstanceType'
aws ec2 describe-instance-type-offerings --location-type availability-zone \
  --filters Name=instance-type,Values=c5.large --query 'InstanceTypeOfferings[].Location'
aws ec2 describe-spot-price-history --instance-types c5.large --query 'SpotPriceHistory[].SpotPrice'

aws ec2 create-key-pair --key-name made --query KeyFingerprint
aws ec2 describe-key-pairs --key-names made --include-public-key --query 'KeyPairs[0].PublicKey' >"$TMP/key.pub"
aws ec2 import-key-pair --key-name imported --public-key-material "fileb://$TMP/key.pub" --query KeyName
aws ec2 create-placement-group --group-name near --strategy cluster --query PlacementGroup.State
aws ec2 describe-placement-groups --query 'PlacementGroups[].GroupName'

id=$(aws ec2 run-instances --image-id $image --instance-type c5.large --key-name made \
  --placement GroupName=near --query 'Instances[0].InstanceId')
aws ec2 wait instance-running --instance-ids "$id"
aws ec2 wait instance-status-ok --instance-ids "$id"
aws ec2 describe-instances --instance-ids "$id" --query 'Reservations[0].Instances[0].State.Name'
aws ec2 describe-instance-status --query 'InstanceStatuses[].InstanceStatus.Status'
aws ec2 create-tags --resources "$id" --tags Key=a,Value=1
aws ec2 describe-tags --filters Name=resource-id,Values="$id" --query 'Tags[].Key'
aws ec2 delete-tags --resources "$id" --tags Key=a
aws ec2 modify-instance-metadata-options --instance-id "$id" --http-put-response-hop-limit 3 --query InstanceId
aws ec2 get-console-output --instance-id "$id" --query InstanceId
aws ec2 reboot-instances --instance-ids "$id"
aws ec2 stop-instances --instance-ids "$id" --query 'StoppingInstances[].InstanceId'
aws ec2 wait instance-stopped --instance-ids "$id"
aws ec2 modify-instance-attribute --instance-id "$id" --instance-type Value=c5.xlarge
aws ec2 describe-instance-attribute --instance-id "$id" --attribute instanceType --query InstanceType.Value
aws ec2 start-instances --instance-ids "$id" --query 'StartingInstances[].InstanceId'
aws ec2 terminate-instances --instance-ids "$id" --query 'TerminatingInstances[].InstanceId'
aws ec2 wait instance-terminated --instance-ids "$id"
aws ec2 delete-placement-group --group-name near
aws ec2 delete-key-pair --key-name made
aws ec2 delete-key-pair --key-name imported

zone=$(aws route53 create-hosted-zone --name cli.example --caller-reference cli --query HostedZone.Id)
batch='{"Changes":[{"Action":"%s","ResourceRecordSet":{"Name":"a.cli.example","Type":"A","TTL":60,
 "ResourceRecords":[{"Value":"198.18.0.1"}]}}]}'
# shellcheck disable=SC2059
change=$(aws route53 change-resource-record-sets --hosted-zone-id "$zone" \
  --change-batch "$(printf "$batch" CREATE)" --query ChangeInfo.Id)
aws route53 get-change --id "$change" --query ChangeInfo.Status
aws route53 get-hosted-zone --id "$zone" --query HostedZone.Name
aws route53 get-dnssec --hosted-zone-id "$zone" --query Status.ServeSignature
aws route53 list-hosted-zones --query 'HostedZones[].Name'
aws route53 list-hosted-zones-by-name --dns-name cli.example --query 'HostedZones[].Name'
aws route53 list-resource-record-sets --hosted-zone-id "$zone" --query 'ResourceRecordSets[].Type'
# shellcheck disable=SC2059
aws route53 change-resource-record-sets --hosted-zone-id "$zone" \
  --change-batch "$(printf "$batch" DELETE)" --query ChangeInfo.Status
aws route53 delete-hosted-zone --id "$zone" --query ChangeInfo.Status

aws sts get-caller-identity --query Account
aws sts assume-role-with-web-identity --role-arn arn:aws:iam::435415984226:role/cli --role-session-name cli \
  --web-identity-token "$(cat "$TMP/cloud/web-identity-token")" --query AssumedRoleUser.Arn
aws ssm put-parameter --name /cli --type String --value v --query Version
aws ssm get-parameter --name /cli --query Parameter.Value
aws ssm get-parameters --names /cli /none --query InvalidParameters
aws secretsmanager create-secret --name cli --secret-string one --query Name
aws secretsmanager put-secret-value --secret-id cli --secret-string two --query Name
aws secretsmanager get-secret-value --secret-id cli --query SecretString

mkdir -p "$TMP/tree/sub"
head -c 20000000 /dev/zero >"$TMP/tree/large"
echo small >"$TMP/tree/sub/a b"
aws s3 mb s3://cli-files
aws s3 sync --quiet "$TMP/tree" s3://cli-files/tree
aws s3 ls --recursive s3://cli-files/
aws s3 ls s3://cli-files/tree/
aws s3 cp --quiet s3://cli-files/tree/large "$TMP/large" && cmp "$TMP/large" "$TMP/tree/large"
aws s3 cp s3://cli-files/tree/sub/a\ b -
aws s3 sync --quiet s3://cli-files/tree "$TMP/back" && diff -r "$TMP/tree" "$TMP/back"
aws s3 rm --quiet --recursive s3://cli-files/
aws s3 rb s3://cli-files
echo done
