package io.jobarrays.server.batch.jobxml.xml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What is wrong with one document, gathered so that its author hears of everything at once. */
public final class Findings {
    /** More than a person reads; the rest is found when these are mended. */
    private static final int MOST = 100;

    private final List<XmlError> errors = new ArrayList<>();

    public void add(Position at, String message) {
        if (errors.size() < MOST) {
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
