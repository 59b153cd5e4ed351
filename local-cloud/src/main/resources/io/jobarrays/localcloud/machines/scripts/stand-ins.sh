# Part of template.sh: programs in place of those that need systemd, cron, the internet or a real EC2
# instance. They have the real programs' paths, because scripts may call them by path.

# stand_in SCRIPT DIRECTORY NAME...: installs the script under each name.
stand_in() {
    script=$vpc/$1
    directory=$template$(readlink -f "$2")
    shift 2
    mkdir -p "$directory"
    for name in "$@"; do
        rm -f "$directory/$name"
        cp "$script" "$directory/$name"
        chmod 755 "$directory/$name"
    done
}

stand_in shutdown.sh /usr/sbin shutdown poweroff halt reboot init telinit
stand_in service.sh /usr/sbin service
for name in systemctl journalctl ec2-metadata wall cloud-init hostnamectl timedatectl; do
    stand_in "$name.sh" /usr/bin "$name"
done
stand_in unavailable.sh /usr/bin at batch busctl crontab localectl loginctl networkctl resolvectl \
    systemd-analyze systemd-cat systemd-run
stand_in unavailable.sh /usr/sbin chkconfig
stand_in packages.sh /usr/bin amazon-linux-extras dnf yum
for name in apt apt-get; do
    [ ! -e "/usr/bin/$name" ] || stand_in packages.sh /usr/bin "$name"
done
