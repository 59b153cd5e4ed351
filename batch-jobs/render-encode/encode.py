#!/usr/bin/env python3
"""Encodes one PPM picture as PNG, with a JSON file that tells the sizes of both."""
import argparse
import json
import pathlib
import struct
import zlib


def chunk(kind, data):
    return (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    )


def png(width, height, pixels):
    rows = b"".join(
        b"\0" + pixels[row * width * 3 : (row + 1) * width * 3] for row in range(height)
    )
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows, 9))
        + chunk(b"IEND", b"")
    )


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("picture", type=pathlib.Path)
    picture = arguments.parse_args().picture
    header, pixels = picture.read_bytes().split(b"\n", 1)
    width, height = (int(number) for number in header.split()[1:3])
    encoded = png(width, height, pixels)
    pathlib.Path(picture.stem + ".png").write_bytes(encoded)
    sizes = {
        "frame": int(picture.stem.removeprefix("frame-")),
        "ppm_bytes": picture.stat().st_size,
        "png_bytes": len(encoded),
    }
    pathlib.Path(picture.stem + ".json").write_text(json.dumps(sizes) + "\n", encoding="utf-8")
    print(f"{picture.name}: {sizes['ppm_bytes']} bytes as PPM, {len(encoded)} as PNG")


if __name__ == "__main__":
    main()
