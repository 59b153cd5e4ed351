package io.jobarrays.server.batch.jobxml;

import io.jobarrays.server.batch.jobxml.check.DecisionCheck;
import io.jobarrays.server.batch.jobxml.check.EdgeCheck;
import io.jobarrays.server.batch.jobxml.check.ExpressionResolver;
import io.jobarrays.server.batch.jobxml.check.GraphCheck;
import io.jobarrays.server.batch.jobxml.check.MachinesCheck;
import io.jobarrays.server.batch.jobxml.check.NotifyCheck;
import io.jobarrays.server.batch.jobxml.check.RequiredOutputs;
import io.jobarrays.server.batch.jobxml.check.StageCheck;
import io.jobarrays.server.batch.jobxml.check.StageOrder;
import io.jobarrays.server.batch.jobxml.model.JobDocument;
import io.jobarrays.server.batch.jobxml.model.JobPlan;
import io.jobarrays.server.batch.jobxml.model.JobReader;
import io.jobarrays.server.batch.jobxml.model.StagePlan;
import io.jobarrays.server.batch.jobxml.model.Submission;
import io.jobarrays.server.batch.jobxml.xml.Element;
import io.jobarrays.server.batch.jobxml.xml.ElementReader;
import io.jobarrays.server.batch.jobxml.xml.Findings;
import io.jobarrays.server.batch.jobxml.xml.JobSchema;
import io.jobarrays.server.batch.jobxml.xml.JslVersion;
import io.jobarrays.server.batch.jobxml.xml.Position;
import io.jobarrays.server.batch.jobxml.xml.QuotedText;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Validates job XML: returns a job that can run, or reports every finding at once. */
public final class JobXmlValidator {
    private static final int MAX_STAGES = 1_000;
    private static final int MAX_MEMBERS = 100_000;

    private final Findings findings = new Findings();
    private final Submission submission;

    private JobXmlValidator(Submission submission) {
        this.submission = submission;
    }

    public static ValidatedJob check(byte[] xml, Submission submission) {
        return new JobXmlValidator(submission).validate(xml);
    }

    /** Reads stored job XML, which the checks accepted when it was stored, without checking it. */
    public static ValidatedJob reread(byte[] xml) {
        JobXmlValidator reader = new JobXmlValidator(Submission.unknown());
        Element root = JslVersion.upgraded(ElementReader.read(xml, reader.findings));
        JobDocument job = JobReader.read(root, reader.findings);
        return new ValidatedJob(job, reader.plan(job));
    }

    private ValidatedJob validate(byte[] xml) {
        Element root = JslVersion.upgraded(ElementReader.read(xml, findings));
        JobSchema.check(root, findings);
        if (!root.name().equals("job") || !root.namespace().equals(Element.JAKARTA)) {
            findings.refuseIfAny();
        }
        JobDocument job = JobReader.read(root, findings);
        GraphCheck.check(job, findings);
        JobPlan plan = plan(job);
        findings.refuseIfAny();
        return new ValidatedJob(job, plan);
    }

    private JobPlan plan(JobDocument job) {
        ExpressionResolver values = new ExpressionResolver(job, submission, findings);
        StageOrder order = new StageOrder(job);
        StageCheck check = new StageCheck(values, submission, order, findings);
        List<StagePlan> planned =
                job.stages().stream().map(check::plan).flatMap(Optional::stream).toList();
        List<StagePlan> stages = new MachinesCheck(job, order, planned, findings).resolve(planned);
        DecisionCheck decider = new DecisionCheck(values, findings);
        Map<String, Map<String, String>> decisions = new HashMap<>();
        job.decisions().forEach(one -> decisions.put(one.id(), decider.properties(one)));
        limitStagesAndMembers(job, stages);
        requireDistinctNames(job, stages);
        requireReadableInputs(job, stages);
        new EdgeCheck(job, order, stages, findings).check();
        return new JobPlan(
                RequiredOutputs.of(stages),
                Map.copyOf(decisions),
                new NotifyCheck(values, findings).target(job));
    }

    private void limitStagesAndMembers(JobDocument job, List<StagePlan> stages) {
        if (job.stages().size() > MAX_STAGES) {
            findings.add(job.at(), "more than %d stages are not taken".formatted(MAX_STAGES));
        }
        int members = stages.stream().mapToInt(StagePlan::memberCount).sum();
        if (members > MAX_MEMBERS) {
            findings.add(
                    job.at(),
                    "the stages have %d members together; at most %d are taken"
                            .formatted(members, MAX_MEMBERS));
        }
    }

    /** Members get inputs from the control plane, which has only the list of files elsewhere. */
    private void requireReadableInputs(JobDocument job, List<StagePlan> stages) {
        Map<String, Position> places = new HashMap<>();
        job.stages().forEach(stage -> places.put(stage.id(), stage.at()));
        Map<String, String> elsewhere = new HashMap<>();
        stages.stream()
                .filter(stage -> stage.flags().containsKey("collect-to"))
                .forEach(stage -> elsewhere.put(stage.id(), stage.flags().get("collect-to")));
        for (StagePlan stage : stages) {
            stage.inputs().stream()
                    .filter(elsewhere::containsKey)
                    .forEach(
                            input ->
                                    findings.add(
                                            places.getOrDefault(stage.id(), Position.START),
                                            "inputs: stage %s sends its files to %s; read them there and leave it out of inputs"
                                                    .formatted(
                                                            QuotedText.of(input),
                                                            elsewhere.get(input))));
        }
    }

    /**
     * Labels of the stages of one execution share their suffix, so the stage ids must be distinct.
     */
    private void requireDistinctNames(JobDocument job, List<StagePlan> stages) {
        Map<String, Position> places = new HashMap<>();
        job.stages().forEach(stage -> places.put(stage.id(), stage.at()));
        Set<String> names = new HashSet<>();
        for (StagePlan stage : stages) {
            String name = stage.flags().getOrDefault("job-array-name", stage.id());
            if (!names.add(name)) {
                findings.add(
                        places.getOrDefault(stage.id(), Position.START),
                        "job-array-name: %s names another stage too"
                                .formatted(QuotedText.of(name)));
            }
        }
    }
}
