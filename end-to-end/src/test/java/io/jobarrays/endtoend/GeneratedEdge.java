package io.jobarrays.endtoend;

import java.util.List;

/**
 * Element of {@code after} of a generated stage.
 *
 * @param number of {@code COUNT} and {@code SHARE}; the index of {@code ONE}
 */
record GeneratedEdge(String stage, Form form, int number) {

    enum Form {
        SUCCEEDED,
        ANY,
        COUNT,
        SHARE,
        SAME_INDEX,
        HALF_INDEX,
        ONE
    }

    String xml() {
        return stage
                + switch (form) {
                    case SUCCEEDED -> "";
                    case ANY -> ":any";
                    case COUNT -> ":" + number;
                    case SHARE -> ":" + number + "%";
                    case SAME_INDEX -> "[index]";
                    case HALF_INDEX -> "[index/2]";
                    case ONE -> "[" + number + "]";
                };
    }

    /** Whether single indexes wait, which members that begin together cannot. */
    boolean isOfSingleIndexes() {
        return List.of(Form.SAME_INDEX, Form.HALF_INDEX, Form.ONE).contains(form);
    }

    /** Whether the work of an index begins once the stage has ended as observed. */
    boolean holds(int index, ObservedExecution observed) {
        ObservedExecution.Stage other = observed.stage(stage);
        return switch (form) {
            case ANY -> true;
            case SUCCEEDED -> other.hasSucceeded();
            case COUNT -> other.ran() && other.succeeded() >= number;
            case SHARE ->
                    other.ran()
                            && other.succeeded()
                                    >= Math.ceilDiv(other.members().size() * number, 100);
            case SAME_INDEX -> other.hasSucceeded(index);
            case HALF_INDEX -> other.hasSucceeded(index / 2);
            case ONE -> other.hasSucceeded(number);
        };
    }
}
