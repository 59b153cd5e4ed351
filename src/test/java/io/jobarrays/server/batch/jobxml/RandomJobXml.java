package io.jobarrays.server.batch.jobxml;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random job XML by the grammar of JSL: many documents are valid, the others nearly so. */
final class RandomJobXml {
    private final Random random;
    private int stages;
    private int others;

    RandomJobXml(Random random) {
        this.random = random;
    }

    String job() {
        stages = 0;
        others = 0;
        StringBuilder text = new StringBuilder();
        text.append("<job id=\"").append(chance(98) ? "j" : "1 j").append("\" ");
        text.append(pick(RandomJobWords.HEADERS, RandomJobWords.OTHER_HEADERS)).append(">\n");
        if (chance(30)) {
            text.append("<properties><property name=\"p\" value=\"")
                    .append(chance(90) ? "#{jobParameters['a']}?:1;" : "#{jobProperties['p']}")
                    .append("\"/></properties>\n");
        }
        sequence(text, 0);
        return text.append("</job>\n").toString();
    }

    private void sequence(StringBuilder text, int depth) {
        int size = 1 + random.nextInt(4);
        List<String> ids = new ArrayList<>();
        List<Integer> kinds = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            int kind = random.nextInt(10);
            boolean stage = kind < 6 || depth > 3 || (i == 0 && kind == 9);
            kinds.add(stage ? 0 : kind);
            ids.add(stage ? "s" + stages++ : "o" + others++);
        }
        for (int i = 0; i < size; i++) {
            String next = i + 1 < size ? ids.get(i + 1) : "";
            node(text, kinds.get(i), ids.get(i), next, depth);
        }
    }

    private void node(StringBuilder text, int kind, String id, String next, int depth) {
        String written = chance(99) || next.isEmpty() ? next : "nowhere";
        String attributes =
                "id=\"%s\"%s".formatted(id, written.isEmpty() ? "" : " next=\"" + written + "\"");
        switch (kind) {
            case 0, 1, 2, 3, 4, 5 -> stage(text, id, written, depth);
            case 6, 7 -> {
                text.append("<split ").append(attributes).append(">");
                int flows = 1 + random.nextInt(3);
                for (int i = 0; i < flows; i++) {
                    flow(text, "id=\"f%d\"".formatted(others++), depth);
                }
                text.append("</split>\n");
            }
            case 8 -> flow(text, attributes, depth);
            default -> decision(text, id, next, depth);
        }
    }

    private void flow(StringBuilder text, String attributes, int depth) {
        text.append("<flow ").append(attributes).append(">\n");
        sequence(text, depth + 1);
        text.append("</flow>\n");
    }

    private void stage(StringBuilder text, String id, String next, int depth) {
        boolean branch = chance(15);
        text.append("<step id=\"").append(id).append('"');
        if (!next.isEmpty() && (!branch || chance(5))) {
            text.append(" next=\"").append(next).append('"');
        }
        text.append("><properties>");
        if (chance(99)) {
            property(text, "command=" + (chance(90) ? "true" : "@work.sh"));
        }
        if (chance(10)) {
            property(text, "inputs=s" + random.nextInt(stages));
        }
        if (chance(3)) {
            property(text, "after=s%d[index]".formatted(random.nextInt(stages)));
        }
        if (chance(60)) {
            for (String assignment :
                    pick(RandomJobWords.PROPERTIES, RandomJobWords.OTHER_PROPERTIES)
                            .split("\\|", -1)) {
                property(text, assignment);
            }
        }
        text.append("</properties>");
        text.append(chance(99) ? "<batchlet ref=\"array\"/>" : "<chunk/>");
        if (branch) {
            transition(text, next, depth);
            text.append(next.isEmpty() ? "" : "<next on=\"*\" to=\"" + next + "\"/>");
        }
        text.append("</step>\n");
    }

    private static void property(StringBuilder text, String assignment) {
        int equals = assignment.indexOf('=');
        text.append("<property name=\"")
                .append(assignment, 0, equals)
                .append("\" value=\"")
                .append(assignment.substring(equals + 1))
                .append("\"/>");
    }

    private void decision(StringBuilder text, String id, String next, int depth) {
        text.append("<decision id=\"").append(id).append("\" ref=\"succeeded-share\">");
        text.append("<properties><property name=\"at-least\" value=\"90%\"/></properties>");
        if (!next.isEmpty()) {
            text.append("<next on=\"ENOUGH\" to=\"").append(next).append("\"/>");
        }
        transition(text, next, depth);
        text.append("</decision>\n");
    }

    private void transition(StringBuilder text, String next, int depth) {
        String on = pick(RandomJobWords.PATTERNS, RandomJobWords.OTHER_PATTERNS);
        switch (random.nextInt(depth == 0 || chance(3) ? 4 : 3)) {
            case 0 -> text.append("<fail on=\"%s\"/>".formatted(on));
            case 1 -> text.append("<stop on=\"%s\"/>".formatted(on));
            case 2 ->
                    text.append(
                            next.isEmpty()
                                    ? "<fail on=\"%s\"/>".formatted(on)
                                    : "<next on=\"%s\" to=\"%s\"/>".formatted(on, next));
            default -> text.append("<end on=\"%s\"/>".formatted(on));
        }
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    /** Mostly a valid word. */
    private String pick(List<String> valid, List<String> others) {
        return pick(chance(97) ? valid : others);
    }

    private String pick(List<String> words) {
        return words.get(random.nextInt(words.size()));
    }

    /** Changes some characters, tags or bytes. */
    byte[] mutated(String xml) {
        StringBuilder text = new StringBuilder(xml);
        int changes = 1 + random.nextInt(6);
        for (int i = 0; i < changes && !text.isEmpty(); i++) {
            mutate(text);
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        if (chance(10) && bytes.length > 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private void mutate(StringBuilder text) {
        int from = random.nextInt(text.length());
        int to = Math.min(text.length(), from + 1 + random.nextInt(chance(80) ? 12 : 400));
        switch (random.nextInt(7)) {
            case 0 -> text.delete(from, to);
            case 1 -> text.insert(random.nextInt(text.length()), text.substring(from, to));
            case 2 -> text.insert(from, pick(RandomJobWords.TOKENS));
            case 3 -> text.setCharAt(from, (char) random.nextInt(0xd800));
            case 4 -> text.insert(from, pick(RandomJobWords.TOKENS).repeat(random.nextInt(200)));
            case 5 -> replaceWord(text, from);
            default -> text.setLength(chance(5) ? from : text.length());
        }
    }

    private void replaceWord(StringBuilder text, int from) {
        String word = pick(RandomJobWords.TOKENS);
        int found = text.indexOf("\"", from);
        int end = found < 0 ? -1 : text.indexOf("\"", found + 1);
        if (end > found) {
            text.replace(found + 1, end, word.replace("\"", "").replace("<", "&lt;"));
        }
    }
}
