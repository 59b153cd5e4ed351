package io.jobarrays.server.batch.jobxml.check;

import io.jobarrays.contract.Refusal;
import io.jobarrays.server.batch.jobxml.model.Property;
import io.jobarrays.server.batch.jobxml.model.Submission;
import io.jobarrays.server.batch.jobxml.xml.Findings;
import io.jobarrays.server.batch.jobxml.xml.QuotedText;
import java.util.Optional;

/** Replaces values that name a file of the bundle, {@code @FILE}, by its text. */
final class BundleTexts {
    private static final String USER_DATA = "user-data";

    private final Submission submission;
    private final Findings findings;

    BundleTexts(Submission submission, Findings findings) {
        this.submission = submission;
        this.findings = findings;
    }

    /** Empty if the file is not known yet, or invalid and then reported as a finding. */
    Optional<String> read(Property property, String value) {
        return switch (property.name()) {
            case USER_DATA -> userData(property, value);
            case "command", "on-interrupt" -> command(property, value);
            case "sweep" -> sweep(property, value);
            default -> Optional.of(value);
        };
    }

    private Optional<String> userData(Property property, String value) {
        if (!namesFile(value)) {
            findings.add(
                    property.at(),
                    "user-data: %s; name a file of the bundle with @, for example @setup.sh"
                            .formatted(QuotedText.of(value)));
            return Optional.empty();
        }
        return text(property, value);
    }

    /**
     * Checked as it is written while a definition is stored, so that its other values are known.
     */
    private Optional<String> command(Property property, String value) {
        return namesFile(value) && submission.known() ? text(property, value) : Optional.of(value);
    }

    /** A CSV file of the bundle, or a grid; several lines are CSV. */
    private Optional<String> sweep(Property property, String value) {
        return namesFile(value)
                ? text(property, value).map(text -> text + "\n")
                : Optional.of(value);
    }

    private static boolean namesFile(String value) {
        return value.startsWith("@") && value.length() > 1;
    }

    private Optional<String> text(Property property, String value) {
        if (!submission.known()) {
            return Optional.empty();
        }
        if (submission.bundle().isEmpty()) {
            findings.add(
                    property.at(),
                    "%s: %s is a file of the bundle, but the submission has no bundle; submit with --files DIR"
                            .formatted(property.name(), QuotedText.of(value)));
            return Optional.empty();
        }
        return file(property, value.substring(1));
    }

    private Optional<String> file(Property property, String name) {
        try {
            Optional<String> text = submission.file().apply(name);
            if (text.isEmpty()) {
                findings.add(
                        property.at(),
                        "%s: the bundle has no file %s"
                                .formatted(property.name(), QuotedText.of("@" + name)));
            }
            return text;
        } catch (Refusal notText) {
            findings.add(
                    property.at(),
                    notText.sentence().replaceFirst("^" + USER_DATA, property.name()));
            return Optional.empty();
        }
    }
}
