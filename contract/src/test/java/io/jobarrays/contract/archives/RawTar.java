package io.jobarrays.contract.archives;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** Makes archives header by header, also such as no tool writes. */
final class RawTar {
    private static final int RECORD_BYTES = 512;
    private static final int NAME = 0;
    private static final int MODE = 100;
    private static final int SIZE = 124;
    private static final int TIME = 136;
    private static final int CHECKSUM = 148;
    private static final int FLAG = 156;
    private static final int TARGET = 157;
    private static final int MAGIC = 257;

    private final ByteArrayOutputStream packed = new ByteArrayOutputStream();
    private final OutputStream out;

    RawTar() {
        try {
            out = new GZIPOutputStream(packed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Entry with so many bytes of content as the header says, all zero behind {@code content}. */
    RawTar entry(char flag, String name, String target, long size, String content) {
        byte[] header = new byte[RECORD_BYTES];
        put(header, NAME, name);
        put(header, MODE, "0000644");
        put(header, SIZE, "%011o".formatted(size));
        put(header, TIME, "00000000000");
        put(header, CHECKSUM, "        ");
        header[FLAG] = (byte) flag;
        put(header, TARGET, target);
        put(header, MAGIC, "ustar\00000");
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xFF;
        }
        put(header, CHECKSUM, "%06o\0 ".formatted(sum));
        byte[] start = content.getBytes(StandardCharsets.ISO_8859_1);
        try {
            out.write(header);
            out.write(start);
            byte[] zeros = new byte[1 << 16];
            long left = Math.ceilDiv(size, RECORD_BYTES) * RECORD_BYTES - start.length;
            for (; left > 0; left -= zeros.length) {
                out.write(zeros, 0, (int) Math.min(left, zeros.length));
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    RawTar file(String name, long size) {
        return entry('0', name, "", size, "");
    }

    RawTar hardLink(String name, String target) {
        return entry('1', name, target, 0, "");
    }

    /** PAX header for the next entry, or with the flag {@code g} for all. */
    RawTar pax(char flag, String... records) {
        StringBuilder text = new StringBuilder();
        for (String record : records) {
            int length = record.length() + 2;
            length += ("" + length).length();
            length = record.length() + 2 + ("" + length).length();
            text.append(length).append(' ').append(record).append('\n');
        }
        return entry(flag, "pax", "", text.length(), text.toString());
    }

    byte[] bytes() {
        try {
            out.write(new byte[2 * RECORD_BYTES]);
            out.close();
            return packed.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void put(byte[] header, int offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, header, offset, bytes.length);
    }
}
