package io.jobarrays.localcloud.s3;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/**
 * Digests of a content while it is received: MD5 for the ETag, SHA-256, and the client's checksum.
 */
final class ContentDigests {
    static final String CHECKSUM_PREFIX = "x-amz-checksum-";

    private final MessageDigest md5 = digest("MD5");
    private final MessageDigest sha256 = digest("SHA-256");
    private final MessageDigest sha1 = digest("SHA-1");
    private final Map<String, Checksum> sums = new TreeMap<>();

    ContentDigests() {
        sums.put("crc32", new CRC32());
        sums.put("crc32c", new CRC32C());
        sums.put("crc64nvme", new Crc64Nvme());
    }

    void update(byte[] bytes, int length) {
        md5.update(bytes, 0, length);
        sha256.update(bytes, 0, length);
        sha1.update(bytes, 0, length);
        sums.values().forEach(sum -> sum.update(bytes, 0, length));
    }

    /** The finished digests. */
    Values values() {
        Map<String, byte[]> byName = new TreeMap<>();
        byName.put("sha256", sha256.digest());
        byName.put("sha1", sha1.digest());
        sums.forEach((name, sum) -> byName.put(name, bytes(name, sum.getValue())));
        return new Values(md5.digest(), byName);
    }

    /**
     * @param byName digests by the end of the name of their header, {@code crc32}
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Values(byte[] md5, Map<String, byte[]> byName) {
        String etag() {
            return HexFormat.of().formatHex(md5);
        }

        boolean hasSha256(String hex) {
            return HexFormat.of().formatHex(byName.get("sha256")).equals(hex);
        }

        /**
         * Checks the digests that a client has sent.
         *
         * @param header lower-case name and value: {@code content-md5}, {@code
         *     x-amz-checksum-crc32}
         */
        void check(String header, String value) {
            Optional<byte[]> actual =
                    header.equals("content-md5")
                            ? Optional.of(md5)
                            : Optional.ofNullable(
                                    byName.get(header.substring(CHECKSUM_PREFIX.length())));
            byte[] given = decode(value);
            if (actual.isPresent() && !Arrays.equals(actual.get(), given)) {
                throw S3Error.BAD_DIGEST.error();
            }
        }
    }

    static boolean isDigest(String header) {
        String name = header.toLowerCase(Locale.ROOT);
        return name.equals("content-md5")
                || (name.startsWith(CHECKSUM_PREFIX)
                        && !name.equals(CHECKSUM_PREFIX + "algorithm")
                        && !name.equals(CHECKSUM_PREFIX + "type"));
    }

    static String md5(byte[] bytes) {
        return HexFormat.of().formatHex(digest("MD5").digest(bytes));
    }

    private static byte[] decode(String base64) {
        try {
            return Base64.getDecoder().decode(base64.strip());
        } catch (IllegalArgumentException e) {
            throw S3Error.INVALID_DIGEST.error();
        }
    }

    private static byte[] bytes(String name, long value) {
        return name.equals("crc64nvme")
                ? ByteBuffer.allocate(Long.BYTES).putLong(value).array()
                : ByteBuffer.allocate(Integer.BYTES).putInt((int) value).array();
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
