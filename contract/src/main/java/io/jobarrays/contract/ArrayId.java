package io.jobarrays.contract;

import java.security.SecureRandom;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/** Unique id of an array, {@code compute-20260113-abc123}; the last part is random. */
public record ArrayId(String value) {
    private static final Pattern FORM =
            Pattern.compile("[a-z]([a-z0-9-]{0,38}[a-z0-9])?-\\d{8}-[a-z0-9]{6}");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final long SIX_DIGITS = 36L * 36 * 36 * 36 * 36 * 36;

    public ArrayId {
        if (!isOne(value)) {
            throw new Refusal(
                    "\"%s\" is not an array id; one looks like compute-20260113-abc123"
                            .formatted(value));
        }
    }

    public static boolean isOne(String text) {
        return FORM.matcher(text).matches();
    }

    public static ArrayId of(ArrayName name, LocalDate day) {
        String random = Long.toString(RANDOM.nextLong(SIX_DIGITS), 36);
        return new ArrayId(
                name.value()
                        + "-"
                        + day.format(DateTimeFormatter.BASIC_ISO_DATE)
                        + "-"
                        + "0".repeat(6 - random.length())
                        + random);
    }

    @Override
    public String toString() {
        return value;
    }
}
