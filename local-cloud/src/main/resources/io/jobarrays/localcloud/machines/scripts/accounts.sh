# Part of etc.sh: the user ec2-user of Amazon Linux, who may use sudo, and what login shells need.

# A login shell begins with the PATH of /etc/profile.
env | sed -nE "s/^(PATH|JAVA_HOME|AWS_[A-Z_]*)=(.*)/export \1='\2'/p" >"$etc/profile.d/local-cloud.sh"

user=ec2-user
read -r _ _ ids </proc/self/uid_map
# With one user id, that of an ordinary user of the host, root is the only user.
if [ "$ids" -gt 1 ]; then
    if ! grep -q "^$user:" "$etc/passwd"; then
        # That of the first layer: the home directory has it as owner.
        uid=$(sed -n "s/^$user:x:\([0-9]*\):.*/\1/p" "$vpc/etc/1/passwd")
        if [ -z "$uid" ]; then
            uid=1000
            while getent passwd "$uid" || getent group "$uid"; do uid=$((uid + 1)); done >/dev/null
        fi
        echo "$user:x:$uid:$uid:EC2 Default User:/home/$user:/bin/bash" >>"$etc/passwd"
        echo "$user:*:19000:0:99999:7:::" >>"$etc/shadow"
        echo "$user:x:$uid:" >>"$etc/group"
    fi
    # Groups of the default user, as in cloud-init's configuration for Amazon Linux.
    for group in wheel adm systemd-journal; do
        sed -i -E "/^$group:/ s/[^:]$/&,/; /^$group:/ s/$/$user/" "$etc/group"
    done
fi

# The host's sudo works with all user ids only; template.sh has a stand-in for the others.
if [ "$ids" -gt 1 ] && [ -u /usr/bin/sudo ]; then
    mkdir -p "$etc/sudoers.d"
    cat >"$etc/sudoers" <<END
Defaults secure_path="$PATH"
root ALL=(ALL:ALL) NOPASSWD: ALL
%wheel ALL=(ALL:ALL) NOPASSWD: ALL
%sudo ALL=(ALL:ALL) NOPASSWD: ALL
$user ALL=(ALL:ALL) NOPASSWD: ALL
@includedir /etc/sudoers.d
END
    chmod 440 "$etc/sudoers"
fi
