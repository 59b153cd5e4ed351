#!/bin/sh
# sudo for a user that is already root: drops the options and runs the command.
while [ $# -gt 0 ]; do
    case $1 in
    -u | -g | -U) shift 2 ;;
    --) shift && break ;;
    -i | -s)
        shift
        [ $# -gt 0 ] || exec "${SHELL:-/bin/sh}"
        ;;
    -*) shift ;;
    [A-Za-z_]*=*)
        export "${1?}"
        shift
        ;;
    *) break ;;
    esac
done
[ $# -gt 0 ] || exit 0
exec "$@"
