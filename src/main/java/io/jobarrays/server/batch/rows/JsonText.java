package io.jobarrays.server.batch.rows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jobarrays.server.files.Vault;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.TreeMap;

/** Maps as they stand in rows. */
@ApplicationScoped
public class JsonText {
    private static final TypeReference<TreeMap<String, String>> FLAT = new TypeReference<>() {};
    private static final TypeReference<TreeMap<String, Map<String, String>>> DEEP =
            new TypeReference<>() {};

    private final ObjectMapper json;
    private final Vault vault;

    JsonText(ObjectMapper json, Vault vault) {
        this.json = json;
        this.vault = vault;
    }

    /** For what may hold secrets; {@link #flat} opens it. */
    String sealed(Map<String, String> map) {
        return vault.seal(of(map));
    }

    String of(Map<String, ?> map) {
        try {
            return json.writeValueAsString(new TreeMap<>(map));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map that is no JSON", e);
        }
    }

    public Map<String, String> flat(String text) {
        return read(vault.open(text), FLAT);
    }

    public Map<String, Map<String, String>> deep(String text) {
        return read(text, DEEP);
    }

    private <T> T read(String text, TypeReference<T> type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException e) {
            // Neither text nor cause: both would quote what a person confided to us.
            throw new IllegalStateException("a row's JSON cannot be read");
        }
    }
}
