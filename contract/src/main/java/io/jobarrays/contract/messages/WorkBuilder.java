package io.jobarrays.contract.messages;

import io.jobarrays.contract.messages.Work.CheckpointRule;
import io.jobarrays.contract.messages.Work.Identity;
import io.jobarrays.contract.messages.Work.Input;
import io.jobarrays.contract.messages.Work.TimeLimit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builder of {@link Work} that names its components; each is absent until it is set. */
public final class WorkBuilder {
    private final String id;
    private final int attempt;
    private final int size;
    private @Nullable String userData;
    private @Nullable String command;
    private boolean held;
    private Map<String, String> environment = Map.of();
    private @Nullable String runAs;
    private @Nullable String bundle;
    private List<Input> inputs = List.of();
    private List<String> collect = List.of();
    private @Nullable String onInterrupt;
    private @Nullable String streams;
    private @Nullable Long collectLimit;
    private @Nullable String collectTo;
    private @Nullable String filesFrom;
    private @Nullable Boolean requireOutputs;
    private @Nullable String parameters;
    private @Nullable TimeLimit timeLimit;
    private @Nullable Boolean keepsDirectory;
    private @Nullable CheckpointRule checkpoint;
    private @Nullable Identity identity;

    WorkBuilder(String id, int attempt, int size) {
        this.id = id;
        this.attempt = attempt;
        this.size = size;
    }

    public WorkBuilder userData(@Nullable String value) {
        userData = value;
        return this;
    }

    public WorkBuilder command(@Nullable String value) {
        command = value;
        return this;
    }

    public WorkBuilder held(boolean value) {
        held = value;
        return this;
    }

    public WorkBuilder environment(Map<String, String> value) {
        environment = value;
        return this;
    }

    public WorkBuilder runAs(@Nullable String value) {
        runAs = value;
        return this;
    }

    public WorkBuilder bundle(@Nullable String value) {
        bundle = value;
        return this;
    }

    public WorkBuilder inputs(List<Input> value) {
        inputs = value;
        return this;
    }

    public WorkBuilder collect(List<String> value) {
        collect = value;
        return this;
    }

    public WorkBuilder onInterrupt(@Nullable String value) {
        onInterrupt = value;
        return this;
    }

    public WorkBuilder streams(@Nullable String value) {
        streams = value;
        return this;
    }

    public WorkBuilder collectLimit(@Nullable Long value) {
        collectLimit = value;
        return this;
    }

    public WorkBuilder collectTo(@Nullable String value) {
        collectTo = value;
        return this;
    }

    public WorkBuilder filesFrom(@Nullable String value) {
        filesFrom = value;
        return this;
    }

    public WorkBuilder requireOutputs(@Nullable Boolean value) {
        requireOutputs = value;
        return this;
    }

    public WorkBuilder parameters(@Nullable String value) {
        parameters = value;
        return this;
    }

    public WorkBuilder timeLimit(@Nullable TimeLimit value) {
        timeLimit = value;
        return this;
    }

    public WorkBuilder keepsDirectory(@Nullable Boolean value) {
        keepsDirectory = value;
        return this;
    }

    public WorkBuilder checkpoint(@Nullable CheckpointRule value) {
        checkpoint = value;
        return this;
    }

    public WorkBuilder identity(@Nullable Identity value) {
        identity = value;
        return this;
    }

    public Work build() {
        return new Work(
                id,
                attempt,
                size,
                userData,
                command,
                held,
                environment,
                runAs,
                bundle,
                inputs,
                collect,
                onInterrupt,
                streams,
                collectLimit,
                collectTo,
                filesFrom,
                requireOutputs,
                parameters,
                timeLimit,
                keepsDirectory,
                checkpoint,
                identity);
    }
}
