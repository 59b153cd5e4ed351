package io.jobarrays.cli.base;

import java.io.ByteArrayOutputStream;

/**
 * Removes the control sequences of terminals from text: colours, charsets, titles and links
 * (ECMA-35, section 13.2, and ECMA-48, section 5). All other bytes pass unchanged; so do all bytes
 * from the first part with NUL on, which is no text.
 */
public final class EscapeFilter {
    private static final byte ESCAPE = 0x1b;
    private static final byte BELL = 0x07;

    /** Links are the longest. */
    private static final int MAX_SEQUENCE_BYTES = 4096;

    private enum State {
        TEXT,
        ESCAPED,
        INTERMEDIATE,
        PARAMETERS,
        STRING,
        STRING_ESCAPED,
        COMPLETE,
        NO_SEQUENCE
    }

    private final ByteArrayOutputStream sequence = new ByteArrayOutputStream();
    private State state = State.TEXT;
    private boolean binary;

    /** The bytes without sequences; a sequence may go on in the next part. */
    public byte[] filter(byte[] part, int count) {
        ByteArrayOutputStream passed = new ByteArrayOutputStream(count);
        for (int i = 0; i < count && !binary; i++) {
            binary = part[i] == 0;
        }
        if (binary) {
            passed.writeBytes(rest());
            passed.write(part, 0, count);
            return passed.toByteArray();
        }
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
        if (next == ESCAPE && state != State.STRING) {
            passed.writeBytes(rest());
            sequence.write(next);
            state = State.ESCAPED;
            return;
        }
        if (state == State.TEXT) {
            passed.write(next);
            return;
        }
        sequence.write(next);
        state = after(next);
        if (state == State.COMPLETE) {
            sequence.reset();
            state = State.TEXT;
        } else if (state == State.NO_SEQUENCE || sequence.size() > MAX_SEQUENCE_BYTES) {
            passed.writeBytes(rest());
            state = State.TEXT;
        }
    }

    private State after(byte next) {
        return switch (state) {
            case ESCAPED ->
                    switch (next) {
                        case '[' -> State.PARAMETERS;
                        case ']', 'P', 'X', '^', '_' -> State.STRING;
                        default -> step(next, 0x20, 0x2f, State.INTERMEDIATE);
                    };
            case INTERMEDIATE -> step(next, 0x20, 0x2f, State.INTERMEDIATE);
            case PARAMETERS -> step(next, 0x20, 0x3f, State.PARAMETERS);
            case STRING -> inString(next);
            case STRING_ESCAPED -> next == '\\' ? State.COMPLETE : State.NO_SEQUENCE;
            case TEXT, COMPLETE, NO_SEQUENCE -> State.NO_SEQUENCE;
        };
    }

    /** The state again for bytes in its range; those behind it are final. */
    private static State step(byte next, int first, int last, State again) {
        if (next >= first && next <= last) {
            return again;
        }
        return next > last && next <= 0x7e ? State.COMPLETE : State.NO_SEQUENCE;
    }

    /** A title may have bytes of UTF-8, which are negative. */
    private static State inString(byte next) {
        if (next == BELL) {
            return State.COMPLETE;
        }
        if (next == ESCAPE) {
            return State.STRING_ESCAPED;
        }
        return next >= 0 && next < ' ' ? State.NO_SEQUENCE : State.STRING;
    }
}
