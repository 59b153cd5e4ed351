#!/bin/sh
# hostnamectl: shows or sets the host name.
case ${1:-status} in
set-hostname | hostname)
    if [ $# -lt 2 ]; then
        exec hostname
    fi
    hostname "$2" || exit
    echo "$2" >/etc/hostname
    # The name resolves, as with the name service "myhostname" of Amazon Linux.
    getent hosts "$2" >/dev/null || echo "$(hostname -I | cut -d ' ' -f 1) $2" >>/etc/hosts
    ;;
--static | --transient | --pretty) exec hostname ;;
status)
    system=$(. /etc/os-release && echo "$PRETTY_NAME")
    echo " Static hostname: $(hostname)"
    echo "  Virtualization: amazon"
    echo "Operating System: $system"
    echo "          Kernel: $(uname -sr)"
    echo "    Architecture: $(uname -m)"
    ;;
*)
    echo "hostnamectl: an instance of the local cloud has no systemd; status and set-hostname are known here" >&2
    exit 1
    ;;
esac
