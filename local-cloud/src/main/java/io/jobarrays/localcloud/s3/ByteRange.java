package io.jobarrays.localcloud.s3;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Part of an object, by the header {@code Range}. */
record ByteRange(long offset, long length) {
    private static final Pattern FORM = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /**
     * @return empty for the whole object: without the header, or in a form that S3 ignores
     * @throws io.jobarrays.localcloud.protocol.AwsError {@code InvalidRange}
     */
    static Optional<ByteRange> of(String header, long size) {
        Matcher form = FORM.matcher(header.strip());
        if (!form.matches() || (form.group(1).isEmpty() && form.group(2).isEmpty())) {
            return Optional.empty();
        }
        if (form.group(1).isEmpty()) {
            long last = Math.min(Long.parseLong(form.group(2)), size);
            return checked(size - last, last);
        }
        long from = Long.parseLong(form.group(1));
        long to = form.group(2).isEmpty() ? size - 1 : Long.parseLong(form.group(2));
        if (to < from && !form.group(2).isEmpty()) {
            return Optional.empty();
        }
        return checked(from, Math.min(to, size - 1) - from + 1);
    }

    private static Optional<ByteRange> checked(long offset, long length) {
        if (length <= 0) {
            throw S3Error.INVALID_RANGE.error();
        }
        return Optional.of(new ByteRange(offset, length));
    }

    String contentRange(long size) {
        return "bytes %d-%d/%d".formatted(offset, offset + length - 1, size);
    }
}
