#!/usr/bin/env python3
"""One frame: the Julia set of a constant that turns with the frame's number, as a PPM picture."""
import argparse
import cmath
import math

SIZE, STEPS = 120, 60


def shade(z, constant):
    """Steps until the orbit leaves the circle of radius 2, as 0 to 255."""
    for step in range(STEPS):
        if abs(z) > 2:
            return 255 * step // STEPS
        z = z * z + constant
    return 0


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--frame", type=int, required=True)
    arguments.add_argument("--frames", type=int, required=True)
    task = arguments.parse_args()
    constant = 0.7885 * cmath.exp(2j * math.pi * task.frame / task.frames)
    scale = 3.0 / SIZE
    pixels = bytearray()
    for row in range(SIZE):
        for column in range(SIZE):
            point = complex(column * scale - 1.5, row * scale - 1.5)
            grey = shade(point, constant)
            pixels += bytes((grey, grey * grey // 255, 255 - grey))
    with open(f"frame-{task.frame}.ppm", "wb") as file:
        file.write(f"P6 {SIZE} {SIZE} 255\n".encode() + pixels)
    print(f"frame {task.frame} of {task.frames}: constant {constant:.3f}")


if __name__ == "__main__":
    main()
