package io.jobarrays.localcloud.ec2.catalogue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Instance types that the region offers, from {@code data/ec2-instance-types.tsv}. */
public final class InstanceKinds {
    /** Family of the types in scale mode, which have another name. */
    private static final String SCALE_MODEL = "t3.";

    private static final SortedMap<String, InstanceKind> KINDS_BY_NAME = read();

    private InstanceKinds() {}

    public static Optional<InstanceKind> find(String name) {
        return Optional.ofNullable(KINDS_BY_NAME.get(name));
    }

    public static Collection<InstanceKind> all() {
        return KINDS_BY_NAME.values();
    }

    private static SortedMap<String, InstanceKind> read() {
        try (InputStream in =
                        Objects.requireNonNull(
                                InstanceKinds.class.getResourceAsStream("ec2-instance-types.tsv"));
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            lines.readLine(); // the sources
            List<String> columns = fields(lines.readLine());
            SortedMap<String, InstanceKind> kinds = new TreeMap<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                InstanceKind kind = new InstanceKindRow(columns, fields(line)).toKind();
                // The row of a type of other regions has no zone.
                if (!kind.zones().isEmpty()) {
                    kinds.put(kind.name(), kind);
                }
                if (kind.name().startsWith(SCALE_MODEL)) {
                    InstanceKind scale = kind.inScaleMode();
                    kinds.put(scale.name(), scale);
                }
            }
            return kinds;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> fields(String line) {
        return List.of(line.split("\t", -1));
    }
}
