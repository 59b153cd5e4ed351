package io.jobarrays.server.batch.jobxml.check;

import io.jobarrays.contract.Refusal;
import io.jobarrays.server.batch.jobxml.model.JobDocument;
import io.jobarrays.server.batch.jobxml.model.Property;
import io.jobarrays.server.batch.jobxml.xml.Findings;
import io.jobarrays.server.net.NotifyTarget;
import java.util.Optional;

/** Reads the receiver of an execution's notifications from the properties of the job. */
public final class NotifyCheck {
    private static final String NOTIFY = "notify";
    private static final String FORMAT = "notify-format";

    private final ExpressionResolver values;
    private final Findings findings;

    public NotifyCheck(ExpressionResolver values, Findings findings) {
        this.values = values;
        this.findings = findings;
    }

    /** Empty without the property, or if its value is invalid or not known yet. */
    public Optional<NotifyTarget> target(JobDocument job) {
        Optional<Property> url = property(job, NOTIFY);
        Optional<Property> format = property(job, FORMAT);
        if (url.isEmpty()) {
            format.ifPresent(
                    it -> findings.add(it.at(), "notify-format: only with notify; add it"));
            return Optional.empty();
        }
        Optional<String> shape = format.flatMap(values::of);
        return format.isPresent() && shape.isEmpty()
                ? Optional.empty()
                : values.of(url.get()).flatMap(text -> parse(url.get(), text, shape));
    }

    private Optional<NotifyTarget> parse(Property url, String text, Optional<String> format) {
        try {
            return Optional.of(NotifyTarget.parse(NOTIFY, text, format.orElse(null)));
        } catch (Refusal refusal) {
            findings.add(url.at(), refusal.sentence());
            return Optional.empty();
        }
    }

    private static Optional<Property> property(JobDocument job, String name) {
        return job.properties().stream().filter(it -> it.name().equals(name)).findFirst();
    }
}
