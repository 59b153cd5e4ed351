package io.jobarrays.server.batch.jobxml.check;

import io.jobarrays.contract.Refusal;
import io.jobarrays.contract.StorageUrl;
import io.jobarrays.server.arrays.edges.Edge;
import io.jobarrays.server.arrays.spec.ArraySpec;
import io.jobarrays.server.arrays.spec.GlobList;
import io.jobarrays.server.arrays.spec.MachinesFlag;
import io.jobarrays.server.batch.jobxml.model.Node;
import io.jobarrays.server.batch.jobxml.model.Property;
import io.jobarrays.server.batch.jobxml.model.StagePlan;
import io.jobarrays.server.batch.jobxml.model.Submission;
import io.jobarrays.server.batch.jobxml.xml.Findings;
import io.jobarrays.server.batch.jobxml.xml.QuotedText;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Converts a stage's properties to launch flags and reports a finding for each invalid one. */
public final class StageCheck {
    private static final String FILES = "files";

    /** Command-line flags without meaning, or with another meaning, in a stage. */
    private static final Set<String> COMMAND_LINE_ONLY =
            Set.of("name", "wait", "detach", "plan", FILES);

    /** Properties that may be repeated: each is then one glob. */
    private static final Set<String> GLOBS = Set.of("collect", "checkpoint");

    private static final String RESTART = "restart";
    private static final String USER_DATA = "user-data";

    private final ExpressionResolver values;
    private final Submission submission;
    private final StageOrder order;
    private final Findings findings;
    private final BundleTexts files;

    public StageCheck(
            ExpressionResolver values, Submission submission, StageOrder order, Findings findings) {
        this.values = values;
        this.submission = submission;
        this.order = order;
        this.findings = findings;
        this.files = new BundleTexts(submission, findings);
    }

    /** Empty if a value is invalid or not known yet; invalid values are reported as findings. */
    public Optional<StagePlan> plan(Node.Stage stage) {
        Map<String, Property> written = propertiesByName(stage);
        Map<String, String> flags = new HashMap<>();
        boolean known = true;
        for (Property property : written.values()) {
            Optional<String> value =
                    GLOBS.contains(property.name())
                            ? globs(stage, property.name())
                            : values.of(property);
            value = value.flatMap(text -> files.read(property, text));
            value.ifPresent(text -> flags.put(property.name(), text));
            known &= value.isPresent();
        }
        requireWork(stage, written);
        refuseMachineFlags(written);
        List<String> inputs = inputs(stage, written, flags);
        restart(written, flags);
        flags.putIfAbsent("job-array-name", stage.id());
        flags.putIfAbsent("on-complete", "terminate");
        submission.bundle().ifPresent(sha256 -> flags.putIfAbsent(FILES, sha256));
        Optional<ArraySpec> spec =
                new SpecCheck(findings, submission.preflight()).check(stage, written, flags);
        if (!known || spec.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new StagePlan(
                        stage.id(),
                        Map.copyOf(flags),
                        inputs,
                        spec.get().after(),
                        flows(stage, spec.get().after()),
                        spec.get().indexes()));
    }

    private Map<String, List<String>> flows(Node.Stage stage, List<Edge> edges) {
        Map<String, List<String>> flows = new TreeMap<>();
        edges.forEach(edge -> flows.put(edge.stage(), order.flowBeside(edge.stage(), stage.id())));
        return flows;
    }

    /** Properties without duplicates and without those that a stage does not accept. */
    private Map<String, Property> propertiesByName(Node.Stage stage) {
        Map<String, Property> written = new LinkedHashMap<>();
        for (Property property : stage.properties()) {
            Optional<String> wrong = refusal(property);
            if (wrong.isPresent()) {
                findings.add(property.at(), wrong.get());
            } else if (written.putIfAbsent(property.name(), property) != null
                    && !GLOBS.contains(property.name())) {
                findings.add(
                        property.at(),
                        "%s is given twice in stage %s; leave one out"
                                .formatted(property.name(), QuotedText.of(stage.id())));
            }
        }
        return written;
    }

    /** One list of globs, or, where the property is repeated, globs that may have blanks. */
    private Optional<String> globs(Node.Stage stage, String name) {
        List<Optional<String>> given =
                stage.properties().stream()
                        .filter(property -> property.name().equals(name))
                        .map(values::of)
                        .toList();
        if (given.stream().anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        List<String> globs = given.stream().flatMap(Optional::stream).toList();
        return Optional.of(globs.size() == 1 ? globs.getFirst() : GlobList.join(globs));
    }

    private static Optional<String> refusal(Property property) {
        String name = property.name();
        boolean place = name.equals(FILES) && StorageUrl.isUrl(property.value());
        if (COMMAND_LINE_ONLY.contains(name) && !place) {
            return Optional.of(
                    name.equals(FILES)
                            ? "files: the bundle comes with the submission: spawn submit --files DIR; a stage may name s3:// or file:/// instead"
                            : name + ": is not for a stage; leave it out");
        }
        if (name.equals(RESTART)) {
            return Optional.empty();
        }
        try {
            ArraySpec.checkFlag(name);
            return Optional.empty();
        } catch (Refusal refusal) {
            return Optional.of(
                    refusal.sentence().replace("a launch flag", "a property of a stage"));
        }
    }

    /** What belongs to the machines is that of the stage that launches them. */
    private void refuseMachineFlags(Map<String, Property> written) {
        Property machines = written.get(MachinesFlag.NAME);
        if (machines != null) {
            written.values().stream()
                    .filter(property -> MachinesFlag.OF_MACHINES.contains(property.name()))
                    .forEach(
                            property ->
                                    findings.add(
                                            property.at(),
                                            "%s: belongs to the machines, which %s launches; write it there or leave machines out"
                                                    .formatted(
                                                            property.name(),
                                                            QuotedText.of(machines.value()))));
        }
    }

    private void requireWork(Node.Stage stage, Map<String, Property> written) {
        if (!written.containsKey("command") && !written.containsKey(USER_DATA)) {
            findings.add(
                    stage.at(),
                    "stage %s has neither command nor user-data: it could never end"
                            .formatted(QuotedText.of(stage.id())));
        }
    }

    private List<String> inputs(
            Node.Stage stage, Map<String, Property> written, Map<String, String> flags) {
        String text = flags.getOrDefault("inputs", "").strip();
        if (text.isEmpty()) {
            return List.of();
        }
        List<String> inputs = List.of(text.split("[\\s,]+"));
        Property property = Optional.ofNullable(written.get("inputs")).orElseThrow();
        for (String input : inputs) {
            if (!order.isBefore(input, stage.id()) && !waitsFor(input, flags)) {
                findings.add(
                        property.at(),
                        "inputs: %s is no stage that comes before %s or that its after names"
                                .formatted(QuotedText.of(input), QuotedText.of(stage.id())));
            }
        }
        if (submission.hasInputs().getAsBoolean()) {
            findings.add(
                    property.at(),
                    "inputs: the bundle has inputs/ itself, where the outputs of %s are laid; rename it in the bundle"
                            .formatted(String.join(", ", inputs)));
        }
        return inputs.stream().distinct().toList();
    }

    /** What is wrong with {@code after} itself is another finding. */
    private static boolean waitsFor(String stage, Map<String, String> flags) {
        try {
            return Edge.parse(flags.getOrDefault("after", "")).stream()
                    .anyMatch(edge -> edge.stage().equals(stage));
        } catch (Refusal refusal) {
            return true;
        }
    }

    /**
     * The array decides at a restart: with a barrier all members run again, else those that did not
     * succeed.
     */
    private void restart(Map<String, Property> written, Map<String, String> flags) {
        String text = flags.remove(RESTART);
        if (text == null) {
            return;
        }
        boolean barrier = flags.getOrDefault("barrier", "false").equals("true");
        if (!text.equals(barrier ? "array" : "index")) {
            findings.add(
                    Optional.ofNullable(written.get(RESTART)).orElseThrow().at(),
                    "restart: %s is not available %s barrier yet; write %s or leave it out"
                            .formatted(
                                    QuotedText.of(text),
                                    barrier ? "with" : "without",
                                    barrier ? "array" : "index"));
        }
    }
}
