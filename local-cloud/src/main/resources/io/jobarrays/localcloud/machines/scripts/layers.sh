# Part of template.sh: the overlay layers above the host's directories, and the list of mounts.

# skeleton DIRECTORY [find options]: creates its directories, empty, in the template; where root runs the
# local cloud, those that ordinary users of the host may list.
skeleton() {
    listed=-005
    [ "$ids" -gt 1 ] || listed=-000
    find "$@" -xdev -type d \( ! -perm "$listed" -prune -o -print \) 2>/dev/null | head -n 20000 | sed "s|^|$template|" | tr '\n' '\0' |
        xargs -0 mkdir -p
}

# whiteout PATH: hides the path in all instances.
whiteout() {
    mkdir -p "$mask${1%/*}"
    rm -rf "${template:?}$1"
    [ -e "$mask$1" ] || mknod "$mask$1" c 0 0
}

# line TEXT...: adds a line to the list of mounts.
line() {
    printf '%s\n' "$*" >>"$vpc/mounts.sh"
}

# overlay PATH [HOST_DIRECTORY]: mounts the template above the host's directory, or the template only.
overlay() {
    overlays=$((overlays + 1))
    mkdir -p "$template$1" "$blank/root$1" "$blank/$overlays" "$blank/work-$overlays"
    lower=$template$1
    if [ ! -c "$mask$1" ]; then
        mkdir -p "$mask$1"
        [ $# -eq 1 ] || sh "$vpc/hide.sh" "$vpc" "$2"
        lower=$lower:$mask$1
        [ $# -eq 1 ] || lower=$lower:$2
    fi
    line "overlay \$disk/root$1 overlay" \
        "lowerdir=$lower,upperdir=\$disk/$overlays,workdir=\$disk/work-$overlays,userxattr"
}

# hide_kernel_files PATH: mounts something empty there if it has files that only root may read.
hide_kernel_files() {
    [ -n "$(find "$1" -xdev ! -type l -perm /440 ! -perm -004 -print -quit 2>/dev/null)" ] || return 0
    if [ -d "$1" ]; then
        line "tmpfs \$disk/root$1 tmpfs ro,mode=755,size=4k"
    else
        line "$vpc/dev/null \$disk/root$1 none bind,ro"
    fi
}

# etc_overlay: mounts the layer of /etc that the instance began with, $etc of machine.sh.
etc_overlay() {
    mkdir -p "$blank/root/etc" "$blank/etc" "$blank/work-etc"
    line "overlay \$disk/root/etc overlay" \
        "lowerdir=\$etc,upperdir=\$disk/etc,workdir=\$disk/work-etc,userxattr"
}

# supports_overlay DIRECTORY: whether the kernel accepts it as lower directory. It does not if there is
# a mount below, because the overlay would uncover what the mount hides.
supports_overlay() {
    mkdir -p "$vpc/empty"
    mount -t overlay -o "ro,lowerdir=$vpc/empty:$1" probe "$vpc/probe" 2>/dev/null &&
        umount "$vpc/probe"
}

# show PATH DEPTH: shows the host's directory; if it supports no overlay, shows its subdirectories
# instead, DEPTH levels down, and at the last level the template only.
show() {
    if [ ! -d "$1" ] || [ -c "$mask$1" ]; then
        overlay "$1"
    elif supports_overlay "$1"; then
        overlay "$1" "$1"
    elif [ "$2" -eq 0 ]; then
        overlay "$1"
    else
        show_parts "$1" "$2"
    fi
}

show_parts() {
    mkdir -p "$template$1" "$blank/root$1"
    sh "$vpc/hide.sh" "$vpc" "$1" -maxdepth 1
    # Copies links and small files that are not hidden.
    find "$1" -maxdepth 1 \( -type l -o -type f -size -8192k \) | while read -r file; do
        [ -c "$mask$file" ] || cp -P "$file" "$blank/root$1/" 2>/dev/null || true
    done
    find "$template$1" -maxdepth 1 ! -type d -exec cp -P {} "$blank/root$1/" \;
    for part in $({
        find "$1" -mindepth 1 -maxdepth 1 -type d
        find "$template$1" -mindepth 1 -maxdepth 1 -type d | sed "s|^$template||"
    } 2>/dev/null | grep -v '[^-+.@_/A-Za-z0-9]' | sort -u); do
        show "$part" $(($2 - 1))
    done
}
