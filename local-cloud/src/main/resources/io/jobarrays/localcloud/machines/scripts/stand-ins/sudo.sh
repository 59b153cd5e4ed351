#!/bin/sh
# sudo where the host has none, or root of the instance is an ordinary user of the host: runs the
# command as root, or as the user of -u if the instance has more than one user id.
refuse() {
    echo "sudo: $1" >&2
    exit 1
}

[ "$(id -u)" = 0 ] ||
    refuse "the machine that runs spawn up has no sudo for its instances; install it there and run spawn up as root, or launch without --run-as"
user=root
shell=
while [ $# -gt 0 ]; do
    case $1 in
    -u | --user) user=$2 && shift 2 ;;
    -u?*) user=${1#-u} && shift ;;
    --user=*) user=${1#*=} && shift ;;
    -g | -U | -C | -p | -h | -R | -D | -T) shift 2 ;;
    --) shift && break ;;
    -i | -s) shell=yes && shift ;;
    -*) shift ;;
    [A-Za-z_]*=*)
        export "${1?}"
        shift
        ;;
    *) break ;;
    esac
done
[ $# -gt 0 ] || [ -z "$shell" ] || set -- "${SHELL:-/bin/sh}"
[ $# -gt 0 ] || exit 0
[ "$user" != root ] || exec "$@"
group=$(id -g "$user" 2>/dev/null) || refuse "unknown user $user"
read -r _ _ ids </proc/self/uid_map
[ "$ids" -gt 1 ] ||
    refuse "an instance has one user, root, because an ordinary user ran spawn up; run it as root for the user $user"
home=$(getent passwd "$user" | cut -d : -f 6)
exec setpriv --reuid "$user" --regid "$group" --init-groups env "USER=$user" "LOGNAME=$user" "HOME=$home" "$@"
