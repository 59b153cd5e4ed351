package io.jobarrays.server.batch.jobxml.check;

import io.jobarrays.contract.Refusal;
import io.jobarrays.server.batch.jobxml.model.JobDocument;
import io.jobarrays.server.batch.jobxml.model.Property;
import io.jobarrays.server.batch.jobxml.model.Submission;
import io.jobarrays.server.batch.jobxml.xml.Findings;
import io.jobarrays.server.batch.jobxml.xml.QuotedText;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Resolves expressions in property values, once: substituted text is not parsed again. */
public final class ExpressionResolver {
    /**
     * Limit for all resolved values of a job together; a short parameter may be used very often.
     */
    private static final int MAX_RESOLVED_CHARACTERS = 4 << 20;

    private final Submission submission;
    private final Findings findings;
    private final Map<String, Optional<String>> jobProperties = new HashMap<>();
    private int characters;

    public ExpressionResolver(JobDocument job, Submission submission, Findings findings) {
        this.submission = submission;
        this.findings = findings;
        for (Property property : job.properties()) {
            Optional<String> value = of(property);
            if (jobProperties.putIfAbsent(property.name(), value) != null) {
                findings.add(
                        property.at(),
                        "the job's property %s is defined here a second time"
                                .formatted(QuotedText.of(property.name())));
            }
        }
    }

    /** Empty if the value is not known yet, or invalid and then reported as a finding. */
    Optional<String> of(Property property) {
        try {
            return resolved(property);
        } catch (Refusal refusal) {
            findings.add(property.at(), "%s: %s".formatted(property.name(), refusal.sentence()));
            return Optional.empty();
        }
    }

    private Optional<String> resolved(Property property) {
        StringBuilder text = new StringBuilder();
        boolean known = true;
        for (ExpressionTemplate.Part part : ExpressionTemplate.parse(property.value()).parts()) {
            Optional<String> value =
                    switch (part) {
                        case ExpressionTemplate.Text plain -> Optional.of(plain.text());
                        case ExpressionTemplate.Lookup lookup -> lookUp(lookup);
                    };
            value.ifPresent(text::append);
            known &= value.isPresent();
            if (characters + text.length() > MAX_RESOLVED_CHARACTERS) {
                throw new Refusal("the job's values are longer than 4 MiB when filled in");
            }
        }
        characters += text.length();
        return known ? Optional.of(text.toString()) : Optional.empty();
    }

    private Optional<String> lookUp(ExpressionTemplate.Lookup lookup) {
        Optional<String> given =
                lookup.parameter()
                        ? Optional.ofNullable(submission.parameters().get(lookup.name()))
                        : jobProperty(lookup);
        Optional<String> value = given.or(lookup::otherwise);
        if (value.isEmpty() && lookup.parameter() && submission.known()) {
            throw new Refusal(
                    "the parameter %s is missing and has no default; give it with --param %s=…"
                            .formatted(QuotedText.of(lookup.name()), lookup.name()));
        }
        return value;
    }

    private Optional<String> jobProperty(ExpressionTemplate.Lookup lookup) {
        Optional<String> value = jobProperties.get(lookup.name());
        if (value == null && lookup.otherwise().isEmpty()) {
            throw new Refusal("the job has no property %s".formatted(QuotedText.of(lookup.name())));
        }
        return value == null ? Optional.empty() : value;
    }
}
