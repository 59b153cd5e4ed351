package io.jobarrays.contract.archives;

import io.jobarrays.contract.FileName;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Names and times in tar archives. Names are byte for byte: archives are written and read in {@link
 * #ENCODING}, so that each character of a header's name is one byte, with long names as GNU tar has
 * them; {@code tar -x} makes the same names. Times have nanoseconds.
 *
 * <p>A name in a PAX header of another tool is Unicode instead, and a reader cannot see where a
 * name came from: entries of ours with other names than UTF-8 carry {@link #BYTES_HEADER}.
 */
public final class TarFormat {
    public static final String ENCODING = StandardCharsets.ISO_8859_1.name();

    /** Keyword of a PAX header of entries whose name or link target is not UTF-8. */
    public static final String BYTES_HEADER = "SPAWN.names";

    private static final int NANO_DIGITS = 9;

    private TarFormat() {}

    /**
     * PAX headers of an entry.
     *
     * @param target target of a link, else the empty text
     */
    public static Map<String, String> headers(String name, String target, FileTime time) {
        Map<String, String> headers = new TreeMap<>();
        Instant instant = time.toInstant();
        BigDecimal seconds =
                BigDecimal.valueOf(instant.getEpochSecond())
                        .add(BigDecimal.valueOf(instant.getNano(), NANO_DIGITS));
        headers.put("mtime", seconds.stripTrailingZeros().toPlainString());
        if (!FileName.isUtf8(name) || !FileName.isUtf8(target)) {
            headers.put(BYTES_HEADER, "bytes");
        }
        return headers;
    }

    /** Form of a name to write. */
    public static String written(String name) {
        return new String(FileName.bytes(name), StandardCharsets.ISO_8859_1);
    }

    /**
     * Name as {@link FileName} has it.
     *
     * @param found name as it was read
     * @param bytesHeader value of {@link #BYTES_HEADER}; null without
     */
    public static String read(String found, @Nullable String bytesHeader) {
        if (found.chars().anyMatch(c -> c > 0xFF)) {
            return found;
        }
        String name = FileName.of(found.getBytes(StandardCharsets.ISO_8859_1));
        return bytesHeader != null || FileName.isUtf8(name) ? name : found;
    }
}
