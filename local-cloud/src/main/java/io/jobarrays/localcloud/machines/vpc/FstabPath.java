package io.jobarrays.localcloud.machines.vpc;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Path as a field of fstab(5): bytes other than letters, digits and some marks are octal escapes,
 * which printf(1) reads as well.
 */
final class FstabPath {
    private FstabPath() {}

    static String of(Path path) {
        StringBuilder field = new StringBuilder();
        for (byte b : path.toString().getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || "/._-+@".indexOf(c) >= 0);
            field.append(plain ? String.valueOf(c) : "\\%03o".formatted(b & 0xff));
        }
        return field.toString();
    }
}
