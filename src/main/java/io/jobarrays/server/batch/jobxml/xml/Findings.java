package io.jobarrays.server.batch.jobxml.xml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects all findings in one document, so that its author sees them at once. */
public final class Findings {
    /** Further findings appear when these are mended. */
    private static final int MAX_FINDINGS = 100;

    private final List<XmlError> errors = new ArrayList<>();

    public void add(Position at, String message) {
        if (errors.size() < MAX_FINDINGS) {
            errors.add(new XmlError(at.line(), at.column(), message));
        }
    }

    boolean isEmpty() {
        return errors.isEmpty();
    }

    public void refuseIfAny() {
        if (!errors.isEmpty()) {
            throw new XmlRefused(
                    422,
                    errors.stream()
                            .distinct()
                            .sorted(
                                    Comparator.comparingInt(XmlError::line)
                                            .thenComparingInt(XmlError::column))
                            .toList());
        }
    }
}
