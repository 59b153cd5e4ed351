package io.jobarrays.server.batch.jobxml.xml;

import java.util.List;

/** Refused job XML: status 413 if too large, 400 if no XML or with a DTD, 422 otherwise. */
public final class XmlRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient List<XmlError> errors;

    public XmlRefused(int status, List<XmlError> errors) {
        super(sentence(errors));
        this.status = status;
        this.errors = List.copyOf(errors);
    }

    XmlRefused(int status, Position at, String message) {
        this(status, List.of(new XmlError(at.line(), at.column(), message)));
    }

    public int status() {
        return status;
    }

    /** Findings in the order of the document; never empty. */
    public List<XmlError> errors() {
        return errors;
    }

    private static String sentence(List<XmlError> errors) {
        String first = errors.getFirst().toString();
        return errors.size() == 1
                ? first
                : "%s (and %d more findings)".formatted(first, errors.size() - 1);
    }
}
