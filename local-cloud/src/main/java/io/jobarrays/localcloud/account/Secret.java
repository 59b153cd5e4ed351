package io.jobarrays.localcloud.account;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A version of a secret.
 *
 * @param valueField JSON field of its value: {@code SecretString} or {@code SecretBinary}
 */
record Secret(
        String arn,
        String name,
        String versionId,
        String valueField,
        String value,
        Instant createdAt) {
    static final String TEXT = "SecretString";
    static final String BINARY = "SecretBinary";

    boolean holds(String field, String content) {
        return valueField.equals(field) && value.equals(content);
    }

    Map<String, Object> identifiers() {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("ARN", arn);
        view.put("Name", name);
        view.put("VersionId", versionId);
        return view;
    }

    /**
     * The answer of GetSecretValue.
     *
     * @param stages of this version, none for an old one
     */
    Map<String, Object> view(List<String> stages) {
        Map<String, Object> view = identifiers();
        view.put(valueField, value);
        view.put("VersionStages", stages);
        view.put("CreatedDate", createdAt.getEpochSecond());
        return view;
    }

    @Override
    public String toString() {
        return name + " " + versionId;
    }
}
