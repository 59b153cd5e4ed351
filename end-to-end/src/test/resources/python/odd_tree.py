"""Makes a directory of odd names and files, or prints a checksum of content, modes and times."""

import hashlib
import os
import random
import stat
import sys


def write(path, content, mode=0o644):
    with open(path, "wb") as out:
        out.write(content)
    os.chmod(path, mode)


def make(top):
    noise = random.Random(11)
    for one in range(1, 256):
        if one != ord("/"):
            write(os.path.join(top, b"n" + bytes([one])), bytes([one]))
    write(os.path.join(top, b"x" * 255), b"long name")
    write(os.path.join(top, b"\xe9" * 255), b"long name, not UTF-8")
    for octal in (0o600, 0o640, 0o444, 0o750, 0o666, 0o777, 0o400):
        write(os.path.join(top, b"mode-%o" % octal), b"x", octal)
    many = os.path.join(top, b"many")
    os.mkdir(many)
    for i in range(5000):
        write(os.path.join(many, b"f%04d" % i), b"%d" % i)
    deep = os.path.join(top, *[b"d" * 100] * 5)
    os.makedirs(deep)
    write(os.path.join(deep, b"leaf"), b"leaf")
    os.makedirs(os.path.join(top, b"empty/deeper"))
    os.symlink(b"../many", os.path.join(top, b"empty/link"))
    os.symlink(b"n\xe9", os.path.join(top, b"link\xff"))
    os.symlink(b"missing", os.path.join(top, b"dangling"))
    write(os.path.join(top, b"large"), noise.randbytes(64 << 20))
    with open(os.path.join(top, b"sparse"), "wb") as out:
        out.truncate(100 << 20)
        out.seek(50 << 20)
        out.write(b"middle")
    os.chmod(os.path.join(top, b"empty"), 0o700)
    os.chmod(many, 0o750)
    for directory, names, files in os.walk(top, topdown=False):
        for name in names + files:
            time = noise.randrange(10**9 * 10**9, 17 * 10**8 * 10**9)
            os.utime(os.path.join(directory, name), ns=(time, time), follow_symlinks=False)


def checksum(top):
    lines = []
    for directory, names, files in os.walk(top):
        for name in names + files:
            path = os.path.join(directory, name)
            seen = os.lstat(path)
            if stat.S_ISLNK(seen.st_mode):
                content = os.readlink(path)
            elif stat.S_ISDIR(seen.st_mode):
                content = b""
            else:
                with open(path, "rb") as file:
                    content = hashlib.sha256(file.read()).hexdigest().encode()
            facts = b"%o %d " % (seen.st_mode, seen.st_mtime_ns)
            lines.append(os.path.relpath(path, top) + b"\0" + facts + content)
    print(len(lines), hashlib.sha256(b"\n".join(sorted(lines))).hexdigest())
    if os.environ.get("LIST"):
        for line in sorted(lines):
            print(line)


if __name__ == "__main__":
    {"make": make, "checksum": checksum}[sys.argv[1]](os.fsencode(sys.argv[2]))
