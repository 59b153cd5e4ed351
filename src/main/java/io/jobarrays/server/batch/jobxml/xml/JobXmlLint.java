package io.jobarrays.server.batch.jobxml.xml;

import java.util.List;
import java.util.stream.Stream;

/** Linter for job XML that is accepted and may not mean what its author expects. */
public final class JobXmlLint {
    private JobXmlLint() {}

    /** One sentence per finding. */
    public static List<String> warnings(byte[] xml) {
        return Stream.concat(JslVersion.warning(xml).stream(), LineBreakLint.warnings(xml).stream())
                .toList();
    }
}
