"""Receives what programs of an instance send to /dev/log, such as logger, and appends it to
/var/log/messages as rsyslog does.

usage: python3 -I -S syslog SOCKET
"""
import os
import re
import socket
import sys
import time

LOG = "/var/log/messages"

# A time by the sender follows the priority, as in "<13>Nov 29 19:23:04 tag: text".
HEADER = re.compile(rb"(?:<\d{1,3}>)?([A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d )?")


def line(data):
    header = HEADER.match(data)
    stamp = header.group(1) or time.strftime("%b %e %H:%M:%S ").encode()
    host = os.uname().nodename.partition(".")[0].encode()
    text = data[header.end() :].rstrip(b"\0\n").replace(b"\n", b"#012")
    return stamp + host + b" " + text + b"\n"


def main(path):
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    os.umask(0)
    listener.bind(path)
    os.umask(0o027)
    while True:
        data = listener.recv(1 << 16)
        try:
            # Opened each time: a script may delete or rotate the file.
            with open(LOG, "ab") as log:
                log.write(line(data))
        except OSError:
            pass  # The disk is full.


main(sys.argv[1])
