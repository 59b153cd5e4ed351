#!/bin/sh
# cloud-init status [--wait] [--long] and cloud-init query, after the boot.
option=
[ $# -lt 2 ] || option=$2
case ${1:-} in
status)
    case " $* " in
    *" json "* | *=json*) echo '{"status": "done", "extended_status": "done", "errors": []}' ;;
    *) echo "status: done" ;;
    esac
    ;;
query)
    case ${option#v1.} in
    instance_id | instance-id) exec ec2-metadata --quiet --instance-id ;;
    region) exec ec2-metadata --quiet --region ;;
    availability_zone) exec ec2-metadata --quiet --availability-zone ;;
    local_hostname) exec ec2-metadata --quiet --local-hostname ;;
    cloud_name | platform) echo aws ;;
    userdata) exec ec2-metadata --quiet --user-data ;;
    *)
        echo "cloud-init: an instance of the local cloud does not answer query $option: ask the metadata service, for example with ec2-metadata" >&2
        exit 1
        ;;
    esac
    ;;
*)
    echo "cloud-init: an instance of the local cloud knows status and query only; user data runs once, at the first boot" >&2
    exit 1
    ;;
esac
