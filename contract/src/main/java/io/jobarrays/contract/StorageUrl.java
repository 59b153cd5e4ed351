package io.jobarrays.contract;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Place of files outside the control plane, as a flag names it; without a slash at its end. */
public sealed interface StorageUrl {
    /**
     * Object of S3, or prefix of the keys of several: {@code s3://bucket/key}.
     *
     * @param key empty: the bucket itself
     */
    record S3(String bucket, String key) implements StorageUrl {
        @Override
        public S3 resolve(String name) {
            return new S3(bucket, key.isEmpty() ? name : key + "/" + name);
        }

        @Override
        public String toString() {
            return "s3://" + bucket + (key.isEmpty() ? "" : "/" + key);
        }
    }

    /**
     * Directory or file of the member: {@code file:///shared/results}.
     *
     * @param path absolute
     */
    record Local(String path) implements StorageUrl {
        @Override
        public Local resolve(String name) {
            return new Local(path + "/" + name);
        }

        @Override
        public String toString() {
            return "file://" + path;
        }
    }

    Pattern S3_FORM = Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/(.*))?");
    Pattern LOCAL_FORM = Pattern.compile("file://(/[^/].*)");

    /** S3 accepts keys of at most 1,024 bytes; the rest is for the names of the files. */
    int MAX_PREFIX = 512;

    /** The place below this one. */
    StorageUrl resolve(String name);

    /** Whether the text is meant as one. */
    static boolean isUrl(String text) {
        return text.contains("://");
    }

    /**
     * Reads the value of a flag.
     *
     * @throws Refusal that names the flag
     */
    static StorageUrl parse(String flag, String text) {
        String plain = text.strip().replaceAll("/+$", "");
        Matcher s3 = S3_FORM.matcher(plain);
        if (s3.matches()) {
            String key = s3.group(2) == null ? "" : s3.group(2);
            return new S3(s3.group(1), checked(flag, text, key));
        }
        Matcher local = LOCAL_FORM.matcher(plain);
        if (local.matches()) {
            return new Local("/" + checked(flag, text, local.group(1).substring(1)));
        }
        throw new Refusal(
                "%s: \"%s\" is no place for files; write s3://bucket/prefix or file:///directory"
                        .formatted(flag, text));
    }

    private static String checked(String flag, String text, String path) {
        List<String> segments = path.isEmpty() ? List.of() : Arrays.asList(path.split("/", -1));
        if (path.length() > MAX_PREFIX
                || path.chars().anyMatch(Character::isISOControl)
                || segments.stream().anyMatch(it -> it.isEmpty() || it.matches("\\.\\.?"))) {
            throw new Refusal(
                    "%s: \"%s\" has a path with empty, . or .. parts, control characters or more than %d characters; write it plainly"
                            .formatted(flag, text, MAX_PREFIX));
        }
        return path;
    }
}
