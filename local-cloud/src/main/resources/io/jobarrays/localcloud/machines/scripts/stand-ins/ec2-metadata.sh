#!/bin/sh
# ec2-metadata as on Amazon Linux: "name: value" lines from the metadata service.
host=http://169.254.169.254/latest
token=$(curl -sf -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' "$host/api/token") || exit 1

show() { # NAME PATH
    value=$(curl -sf -H "X-aws-ec2-metadata-token: $token" "$host/$2") || value="not available"
    echo "$1: $value"
}

[ $# -gt 0 ] || set -- -a -i -t -z -h -o -v -p -l -d
for option in "$@"; do
    case $option in
    -i | --instance-id) show instance-id meta-data/instance-id ;;
    -a | --ami-id) show ami-id meta-data/ami-id ;;
    -l | --ami-launch-index | --launch-index) show ami-launch-index meta-data/ami-launch-index ;;
    -t | --instance-type) show instance-type meta-data/instance-type ;;
    -h | --local-hostname) show local-hostname meta-data/local-hostname ;;
    -o | --local-ipv4) show local-ipv4 meta-data/local-ipv4 ;;
    -p | --public-hostname) show public-hostname meta-data/public-hostname ;;
    -v | --public-ipv4) show public-ipv4 meta-data/public-ipv4 ;;
    -z | --availability-zone) show placement meta-data/placement/availability-zone ;;
    -d | --user-data) show user-data user-data ;;
    *) echo "ec2-metadata: $option is not known to the local cloud." >&2 && exit 1 ;;
    esac
done
