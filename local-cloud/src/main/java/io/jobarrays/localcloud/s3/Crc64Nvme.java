package io.jobarrays.localcloud.s3;

import java.util.zip.Checksum;

/** CRC-64/NVME, the default checksum of some clients of S3; reflected, all bits inverted. */
final class Crc64Nvme implements Checksum {
    /** 0xad93d23594c93659 with its bits reversed. */
    private static final long POLYNOMIAL = 0x9a6c9329ac4bc9b5L;

    private static final long[] TABLE = table();

    private long crc = -1;

    @Override
    public void update(int b) {
        crc = TABLE[(int) (crc ^ b) & 0xff] ^ (crc >>> 8);
    }

    @Override
    public void update(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            update(bytes[i]);
        }
    }

    @Override
    public long getValue() {
        return ~crc;
    }

    @Override
    public void reset() {
        crc = -1;
    }

    private static long[] table() {
        long[] table = new long[256];
        for (int i = 0; i < table.length; i++) {
            long value = i;
            for (int bit = 0; bit < 8; bit++) {
                value = (value & 1) == 0 ? value >>> 1 : value >>> 1 ^ POLYNOMIAL;
            }
            table[i] = value;
        }
        return table;
    }
}
