package io.jobarrays.server.api.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.jobarrays.contract.Refusal;
import io.jobarrays.server.arrays.spec.sweep.CsvRows;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Collected file of one index as rows of named values: a JSON object, a list of objects, or CSV.
 * Fields of an object in an object are named {@code outer.inner}.
 */
final class ResultFile {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_ROWS = 100_000;

    private ResultFile() {}

    /**
     * @param name as it begins a sentence: {@code index 3: result.json}
     * @throws Refusal when it is neither
     */
    static List<Map<String, JsonNode>> rows(String name, byte[] content) {
        String text = text(name, content);
        return name.toLowerCase(Locale.ROOT).endsWith(".csv") ? csv(name, text) : json(name, text);
    }

    private static String text(String name, byte[] content) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
        } catch (CharacterCodingException e) {
            throw new Refusal(name + " is not text in UTF-8");
        }
    }

    private static List<Map<String, JsonNode>> csv(String name, String text) {
        CsvRows read = CsvRows.parse(name, text, MAX_ROWS);
        List<Map<String, JsonNode>> rows = new ArrayList<>();
        for (List<String> values : read.rows()) {
            Map<String, JsonNode> row = new LinkedHashMap<>();
            for (int column = 0; column < values.size(); column++) {
                row.put(read.names().get(column), new TextNode(values.get(column)));
            }
            rows.add(row);
        }
        return rows;
    }

    private static List<Map<String, JsonNode>> json(String name, String text) {
        JsonNode root;
        try {
            root = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new Refusal(
                    "%s is not JSON: line %d, column %d: %s"
                            .formatted(
                                    name,
                                    e.getLocation().getLineNr(),
                                    e.getLocation().getColumnNr(),
                                    e.getOriginalMessage()));
        }
        List<JsonNode> objects = new ArrayList<>();
        if (root.isArray()) {
            root.forEach(objects::add);
        } else {
            objects.add(root);
        }
        List<Map<String, JsonNode>> rows = new ArrayList<>();
        for (JsonNode object : objects) {
            if (!object.isObject()) {
                throw new Refusal(name + " is neither a JSON object nor a list of objects");
            }
            Map<String, JsonNode> row = new LinkedHashMap<>();
            flatten("", object, row);
            rows.add(row);
        }
        return rows;
    }

    private static void flatten(String prefix, JsonNode object, Map<String, JsonNode> row) {
        object.properties()
                .forEach(
                        field -> {
                            String name = prefix + field.getKey();
                            if (field.getValue().isObject()) {
                                flatten(name + ".", field.getValue(), row);
                            } else {
                                row.put(name, field.getValue());
                            }
                        });
    }
}
