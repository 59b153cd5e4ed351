package io.jobarrays.server.api.text;

import io.jobarrays.server.api.view.LaunchView;

/** Text of a launch's result: members asked for, enrolled and missing, with reasons. */
public final class LaunchText {
    private LaunchText() {}

    public static String of(LaunchView launch) {
        StringBuilder text = new StringBuilder();
        text.append(
                "%s: %s asked, %d came%s\n"
                        .formatted(
                                launch.name(),
                                Counts.instances(launch.asked()),
                                launch.came(),
                                inProgress(launch)));
        if (launch.jobArrayId() != null) {
            text.append("Array ID: %s\n".formatted(launch.jobArrayId()));
        }
        if (launch.reason() != null) {
            text.append("Reason: %s\n".formatted(launch.reason()));
        }
        if (!launch.missing().isEmpty()) {
            text.append("Missing:\n").append(OutcomeGroupsText.of(launch.missing()));
        }
        return text.toString();
    }

    private static String inProgress(LaunchView launch) {
        return launch.exitCode() == null ? ", the launch is going on" : "";
    }
}
