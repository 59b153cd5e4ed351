package io.jobarrays.server.batch.jobxml.model;

import io.jobarrays.server.batch.jobxml.xml.Position;
import java.util.Arrays;
import java.util.Optional;

/**
 * Transition of a stage, flow or decision whose exit status matches {@code on}.
 *
 * @param target of {@code next} and {@code stop}: the following node, immediately or at a restart
 */
public record Transition(
        Kind kind, String on, Optional<String> target, Optional<String> exitStatus, Position at) {

    /** Kinds of transitions, named as their XML elements. */
    public enum Kind {
        NEXT("next", "to"),
        STOP("stop", "restart"),
        FAIL("fail", ""),
        END("end", "");

        private final String tag;
        private final String targetAttribute;

        Kind(String tag, String targetAttribute) {
            this.tag = tag;
            this.targetAttribute = targetAttribute;
        }

        public String tag() {
            return tag;
        }

        public String targetAttribute() {
            return targetAttribute;
        }

        static Optional<Kind> of(String tag) {
            return Arrays.stream(values()).filter(kind -> kind.tag.equals(tag)).findAny();
        }
    }
}
