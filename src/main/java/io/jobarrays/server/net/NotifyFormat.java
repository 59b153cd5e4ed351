package io.jobarrays.server.net;

import io.jobarrays.contract.Refusal;
import java.util.Locale;

/** Shape of the body of a notification. */
public enum NotifyFormat {
    /** The documented schema. */
    JSON,
    /** One text, as incoming webhooks of Slack take it. */
    SLACK;

    /**
     * @param what name of the flag or setting, for the error message
     */
    static NotifyFormat parse(String what, String text) {
        return switch (text) {
            case "json" -> JSON;
            case "slack" -> SLACK;
            default ->
                    throw new Refusal(
                            "%s: \"%s\" is not known; write json or slack".formatted(what, text));
        };
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
