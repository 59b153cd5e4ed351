package io.jobarrays.server.batch.jobxml.xml;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import javax.xml.stream.Location;
import org.jspecify.annotations.Nullable;

/**
 * Finds the positions of tags. The parser reports its position after each event only: behind the
 * opening bracket of the next tag after text, before it otherwise, and before the white space in
 * front of the root.
 */
final class TagPositions {
    private final List<String> lines;

    TagPositions(byte[] xml, @Nullable String encoding) {
        this.lines = List.of(new String(xml, charset(encoding)).split("\r\n|\n|\r", -1));
    }

    /** Position of the next tag. */
    Position next(Location location) {
        int line = Math.max(1, location.getLineNumber());
        int column = Math.max(1, location.getColumnNumber());
        if (at(line, column - 1) == '<') {
            return new Position(line, column - 1);
        }
        for (int l = line; l <= lines.size(); l++) {
            int found = lines.get(l - 1).indexOf('<', l == line ? column - 1 : 0);
            if (found >= 0) {
                return new Position(l, found + 1);
            }
        }
        return new Position(line, column);
    }

    private char at(int line, int column) {
        if (line > lines.size() || column < 1 || column > lines.get(line - 1).length()) {
            return ' ';
        }
        return lines.get(line - 1).charAt(column - 1);
    }

    static Charset charset(@Nullable String encoding) {
        try {
            return encoding == null ? StandardCharsets.UTF_8 : Charset.forName(encoding);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return StandardCharsets.UTF_8;
        }
    }
}
