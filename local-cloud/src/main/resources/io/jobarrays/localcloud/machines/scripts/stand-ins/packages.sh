#!/bin/sh
# yum, dnf, apt-get and apt without the internet: a package whose program is there is installed already,
# there is never an update, and anything else is refused with one sentence.
name=${0##*/}

is_installed() {
    case $1 in
    -* | *://* | /*) return 1 ;;
    esac
    command -v "$1" || dpkg -s "$1" || rpm -q "$1"
} >/dev/null 2>&1

refuse() {
    echo "$name: $1: an instance of the local cloud has no internet; install it on the machine that runs spawn up, whose programs instances have" >&2
    exit 1
}

verb=
missing=
for argument in "$@"; do
    case $argument in
    -*) continue ;;
    esac
    if [ -z "$verb" ]; then
        verb=$argument
    elif is_installed "$argument"; then
        echo "$argument is already installed."
    else
        missing="$missing $argument"
    fi
done

case $verb in
install | localinstall | reinstall | enable) [ -z "$missing" ] || refuse "cannot install${missing}" ;;
update | upgrade | dist-upgrade | full-upgrade | upgrade-minimal | check-update | makecache | clean | autoremove | autoclean)
    echo "Nothing to do."
    ;;
*) refuse "${verb:-an option alone} is not known here" ;;
esac
