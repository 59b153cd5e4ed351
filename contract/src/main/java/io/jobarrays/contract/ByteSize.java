package io.jobarrays.contract;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Size in bytes as it is written in a flag: {@code 512MiB}, {@code 2GiB}, {@code 2g}. */
public final class ByteSize {
    private static final Pattern FORM =
            Pattern.compile("(\\d{1,7})\\s?([kmgt])(?:ib)?", Pattern.CASE_INSENSITIVE);

    private static final String UNITS = "kmgt";
    private static final int BITS_PER_UNIT = 10;
    private static final long MAX_BYTES = 16L << 40;

    private ByteSize() {}

    /**
     * @throws Refusal that names the flag
     */
    public static long parse(String flag, String text) {
        Matcher size = FORM.matcher(text.strip());
        if (size.matches()) {
            int unit = UNITS.indexOf(size.group(2).toLowerCase(Locale.ROOT)) + 1;
            long bytes = Long.parseLong(size.group(1)) << (BITS_PER_UNIT * unit);
            if (bytes > 0 && bytes <= MAX_BYTES) {
                return bytes;
            }
        }
        throw new Refusal(
                "%s: \"%s\" is not a size; write 512MiB or 2GiB, at most 16TiB"
                        .formatted(flag, text));
    }
}
