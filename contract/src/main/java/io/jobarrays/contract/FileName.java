package io.jobarrays.contract;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Names of files in any bytes, as text that loses none: a byte that is not part of UTF-8 is the
 * lone surrogate U+DC00 plus its value, as in PEP 383 ("surrogateescape").
 *
 * <p>{@code Path.toString} replaces such bytes; {@code Path.toUri} keeps them, independent of the
 * locale.
 */
public final class FileName {
    private static final int ESCAPE = 0xDC00;

    private FileName() {}

    /** Text of a name in bytes. */
    public static String of(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        while (true) {
            CoderResult result = decoder.decode(in, out, true);
            if (!result.isMalformed()) {
                return out.flip().toString();
            }
            for (int i = 0; i < result.length(); i++) {
                out.put((char) (ESCAPE + (in.get() & 0xFF)));
            }
            decoder.reset();
        }
    }

    /** Bytes of a name: the inverse of {@link #of(byte[])}. */
    public static byte[] bytes(String name) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(name.length());
        name.codePoints()
                .forEach(
                        point -> {
                            if (isEscape(point)) {
                                bytes.write(point - ESCAPE);
                            } else {
                                bytes.writeBytes(
                                        Character.toString(point).getBytes(StandardCharsets.UTF_8));
                            }
                        });
        return bytes.toByteArray();
    }

    /** Whether the bytes of the name are UTF-8. */
    public static boolean isUtf8(String name) {
        return name.codePoints().noneMatch(FileName::isEscape);
    }

    /**
     * Printable form on one line, as {@code ls --escape} and git print it: {@code \n}, {@code \t},
     * {@code \\} and octal {@code \351} for control characters and bytes that are not UTF-8.
     */
    public static String printable(String name) {
        StringBuilder text = new StringBuilder(name.length());
        name.codePoints().forEach(point -> text.append(printable(point)));
        return text.toString();
    }

    private static String printable(int point) {
        if (point == '\n') {
            return "\\n";
        }
        if (point == '\t') {
            return "\\t";
        }
        if (point == '\\') {
            return "\\\\";
        }
        if (isEscape(point)) {
            return "\\%03o".formatted(point - ESCAPE);
        }
        boolean hidden =
                Character.isISOControl(point) || Character.getType(point) == Character.FORMAT;
        if (!hidden) {
            return Character.toString(point);
        }
        StringBuilder octal = new StringBuilder();
        for (byte one : Character.toString(point).getBytes(StandardCharsets.UTF_8)) {
            octal.append("\\%03o".formatted(one & 0xFF));
        }
        return octal.toString();
    }

    /** Name of {@code file} relative to {@code directory}, with slashes. */
    public static String relative(Path directory, Path file) {
        byte[] base = absoluteBytes(directory);
        byte[] all = absoluteBytes(file);
        int from = base.length == 1 ? 1 : base.length + 1;
        return from >= all.length ? "" : of(Arrays.copyOfRange(all, from, all.length));
    }

    /** Last part of the path. */
    public static String last(Path file) {
        String name = of(absoluteBytes(file));
        return name.substring(name.lastIndexOf('/') + 1);
    }

    /** Target of a symbolic link as it is written. */
    public static String target(Path link) throws IOException {
        Path target = Files.readSymbolicLink(link);
        return target.isAbsolute() ? of(absoluteBytes(target)) : relative(Path.of(""), target);
    }

    /** Path of the file that has the relative name in {@code directory}. */
    public static Path resolve(Path directory, String name) {
        return name.isEmpty() ? directory : directory.resolve(path(name));
    }

    /** Path of a name that is not empty. */
    public static Path path(String name) {
        Path rooted = Path.of(URI.create("file:///" + percentEncoded(name)));
        return name.startsWith("/") ? rooted : rooted.subpath(0, rooted.getNameCount());
    }

    private static String percentEncoded(String name) {
        StringBuilder text = new StringBuilder();
        for (byte one : bytes(name)) {
            if ((one >= 'a' && one <= 'z') || (one >= '0' && one <= '9') || one == '/') {
                text.append((char) one);
            } else {
                text.append('%').append(HexFormat.of().toHexDigits(one));
            }
        }
        return text.toString().replaceFirst("^/+", "");
    }

    private static byte[] absoluteBytes(Path path) {
        String raw = path.toUri().getRawPath();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            if (raw.charAt(i) == '%') {
                bytes.write(Integer.parseInt(raw.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                bytes.write(raw.charAt(i));
            }
        }
        byte[] all = bytes.toByteArray();
        // The URI of a directory ends with a slash.
        boolean slash = all.length > 1 && all[all.length - 1] == '/';
        return slash ? Arrays.copyOf(all, all.length - 1) : all;
    }

    private static boolean isEscape(int point) {
        return point >= ESCAPE + 0x80 && point <= ESCAPE + 0xFF;
    }
}
