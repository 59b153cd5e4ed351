#!/bin/sh
# ec2-metadata with the options of Amazon Linux (amazon-ec2-utils 2.2): "name: value" lines.
host=http://169.254.169.254/latest
quiet=

# Option letter, long option and name, which differ for some, and path in the metadata.
table() {
    cat <<'END'
a ami-id ami-id meta-data/ami-id
l ami-launch-index ami-launch-index meta-data/ami-launch-index
m ami-manifest-path ami-manifest-path meta-data/ami-manifest-path
n ancestor-ami-ids ancestor-ami-ids meta-data/ancestor-ami-ids
b block-device-mapping block-device-mapping meta-data/block-device-mapping/
i instance-id instance-id meta-data/instance-id
t instance-type instance-type meta-data/instance-type
h local-hostname local-hostname meta-data/local-hostname
o local-ipv4 local-ipv4 meta-data/local-ipv4
k kernel-id kernel-id meta-data/kernel-id
z availability-zone placement meta-data/placement/availability-zone
R region region meta-data/placement/region
P partition partition meta-data/services/partition
c product-codes product-codes meta-data/product-codes
p public-hostname public-hostname meta-data/public-hostname
v public-ipv4 public-ipv4 meta-data/public-ipv4
u public-keys public-keys meta-data/public-keys/
r ramdisk-id ramdisk-id meta-data/ramdisk-id
e reservation-id reservation-id meta-data/reservation-id
s security-groups security-groups meta-data/security-groups
d user-data user-data user-data
g tags tags meta-data/tags/instance/
END
}

# show NAME PATH; of a list, each value below a line with the name.
show() {
    value=$(get "$2") || value=
    case $2 in
    */)
        [ -n "$quiet" ] || echo "$1: "
        if [ -z "$value" ]; then
            echo "not available"
        fi
        for item in $value; do
            [ "$1" != public-keys ] || item=${item%%=*}/openssh-key
            printf '\t %s: %s\n' "$item" "$(get "$2$item")"
        done
        ;;
    *)
        [ -n "$quiet" ] || printf '%s: ' "$1"
        echo "${value:-not available}"
        ;;
    esac
}

get() {
    curl -sf -H "X-aws-ec2-metadata-token: $token" "$host/$1"
}

# show_option LETTER_OR_LONG_OPTION
show_option() {
    row=$(table | awk -v option="$1" '$1 == option || $2 == option { print $3, $4 }')
    if [ -z "$row" ]; then
        echo "ec2-metadata: there is no option $1; ec2-metadata --help lists them" >&2
        exit 1
    fi
    show ${row}
}

show_all() {
    table | while read -r _ _ name path; do show "$name" "$path"; done
}

case " $* " in
*" --help "*)
    echo "Usage: ec2-metadata [--quiet] [--all | --path PATH | OPTION...]"
    table | awk '{ print "  -" $1 "/--" $2 }'
    exit 0
    ;;
*" --quiet "*) quiet=yes ;;
esac
token=$(curl -sf -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' "$host/api/token") || {
    echo "ec2-metadata: the metadata service gives no token; it may be switched off for this instance" >&2
    exit 1
}
[ $# -gt 0 ] || set -- --all
while [ $# -gt 0 ]; do
    case $1 in
    --quiet) ;;
    --all) show_all ;;
    --path)
        show "${2:?ec2-metadata: --path needs a path}" "meta-data/${2#meta-data/}"
        shift
        ;;
    --path=*) show "${1#*=}" "meta-data/${1#*=}" ;;
    --*) show_option "${1#--}" ;;
    -?*)
        for letter in $(echo "${1#-}" | sed 's/./& /g'); do show_option "$letter"; done
        ;;
    *)
        echo "ec2-metadata: $1 is no option; ec2-metadata --help lists them" >&2
        exit 1
        ;;
    esac
    shift
done
