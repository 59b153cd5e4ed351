package io.jobarrays.contract;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Content of {@code /etc/profile.d/job-array.sh}: identity of a machine in its array. */
public record EnvFile(ArrayId id, ArrayName name, int size, int index, int attempt) {

    /** Variables in the order of the file. */
    public Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("JOB_ARRAY_ID", id.value());
        variables.put("JOB_ARRAY_NAME", name.value());
        variables.put("JOB_ARRAY_SIZE", "" + size);
        variables.put("JOB_ARRAY_INDEX", "" + index);
        variables.put("JOB_ARRAY_ATTEMPT", "" + attempt);
        return variables;
    }

    /** Lines of {@code /etc/environment}: {@code NAME=value}. */
    public String environmentLines() {
        return variables().entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue() + "\n")
                .collect(Collectors.joining());
    }

    /** Shell text; needs no escaping, because no value has a special character. */
    public String text() {
        return variables().entrySet().stream()
                .map(e -> "export %s=\"%s\"\n".formatted(e.getKey(), e.getValue()))
                .collect(Collectors.joining());
    }
}
