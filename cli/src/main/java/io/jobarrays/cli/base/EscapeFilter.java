package io.jobarrays.cli.base;

import java.io.ByteArrayOutputStream;

/**
 * Removes the control sequences of terminals, as for colours: ESC, [, parameters and a final byte
 * (ECMA-48, section 5.4). All other bytes pass unchanged.
 */
public final class EscapeFilter {
    private static final byte ESCAPE = 0x1b;
    private static final int MAX_SEQUENCE_BYTES = 32;

    private final ByteArrayOutputStream sequence = new ByteArrayOutputStream();

    /** The bytes without sequences; a sequence may go on in the next part. */
    public byte[] filter(byte[] part, int count) {
        ByteArrayOutputStream passed = new ByteArrayOutputStream(count);
        for (int i = 0; i < count; i++) {
            take(part[i], passed);
        }
        return passed.toByteArray();
    }

    /** A sequence that was begun and is none. */
    public byte[] rest() {
        byte[] rest = sequence.toByteArray();
        sequence.reset();
        return rest;
    }

    private void take(byte next, ByteArrayOutputStream passed) {
        if (sequence.size() == 0) {
            (next == ESCAPE ? sequence : passed).write(next);
        } else if (sequence.size() == 1) {
            sequence.write(next);
            if (next != '[') {
                passed.writeBytes(rest());
            }
        } else if (next >= 0x40 && next <= 0x7e) {
            sequence.reset();
        } else {
            sequence.write(next);
            if (next < 0x20 || sequence.size() > MAX_SEQUENCE_BYTES) {
                passed.writeBytes(rest());
            }
        }
    }
}
