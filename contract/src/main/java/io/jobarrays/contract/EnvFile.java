package io.jobarrays.contract;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code /etc/profile.d/job-array.sh}: who this machine is in its array. */
public record EnvFile(ArrayId id, ArrayName name, int size, int index, int attempt) {

    /** In the order of the file. */
    public Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("JOB_ARRAY_ID", id.value());
        variables.put("JOB_ARRAY_NAME", name.value());
        variables.put("JOB_ARRAY_SIZE", "" + size);
        variables.put("JOB_ARRAY_INDEX", "" + index);
        variables.put("JOB_ARRAY_ATTEMPT", "" + attempt);
        return variables;
    }

    /** No value has a character that a shell reads as anything but itself. */
    public String text() {
        return variables().entrySet().stream()
                .map(e -> "export %s=\"%s\"\n".formatted(e.getKey(), e.getValue()))
                .collect(Collectors.joining());
    }
}
