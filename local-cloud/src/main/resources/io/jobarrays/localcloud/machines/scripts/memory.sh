# Part of machine.sh: mounts that show an instance its own memory: the cgroup with its limit, in which the
# agent finds the processes that the kernel killed, and /proc/meminfo, which the local cloud writes.
protected=bind,ro,nosuid,nodev,noexec
inside=$disk/root/sys/fs/cgroup
if [ -e "$cgroup/memory.max" ]; then
    echo "$cgroup $inside none $protected" >>"$disk/fstab"
else
    echo "tmpfs $inside tmpfs mode=755,nosuid,nodev,noexec,size=64k" >>"$disk/fstab"
    echo "$cgroup $inside/memory none $protected,x-mount.mkdir" >>"$disk/fstab"
    # Java takes its limits from there only if it finds these, too.
    for name in cpu cpuacct cpuset; do
        [ ! -d "/sys/fs/cgroup/$name" ] ||
            echo "/sys/fs/cgroup/$name $inside/$name none $protected,x-mount.mkdir" >>"$disk/fstab"
    done
fi
echo "$vpc/memory/$id $disk/root/proc/meminfo none $protected" >>"$disk/fstab"
