package io.jobarrays.server.api.text;

import io.jobarrays.server.api.view.PlanView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Text of {@code spawn launch --plan}. */
public final class PlanText {
    private PlanText() {}

    public static String of(PlanView plan) {
        Columns lines = new Columns();
        lines.row("Members:", members(plan.members()));
        lines.row("Type:", plan.instanceType() + (plan.spot() ? ", spot" : ""));
        lines.row("Price:", price(plan));
        lines.row("Image:", plan.ami());
        lines.row("Where:", plan.region() + (plan.az() == null ? "" : ", " + plan.az()));
        lines.row("DNS:", plan.dns());
        lines.row("TTL:", plan.ttl() == null ? "none, no deadline ends it" : plan.ttl());
        lines.row("Waits:", barrier(plan));
        lines.row("Launch rate:", launchWait(plan));
        lines.row("Idle:", plan.idle());
        lines.row("Retries:", plan.retries());
        lines.row("At the end:", plan.onComplete());
        if (!plan.onFailure().equals(plan.onComplete())) {
            lines.row("When it fails:", plan.onFailure());
        }
        plan.calls().forEach((call, times) -> lines.row("Calls:", times + " " + call));
        return "Plan: %s, nothing was launched\n%s"
                .formatted(Counts.instances(plan.count()), lines.text("  "));
    }

    private static String price(PlanView plan) {
        if (plan.price() == null) {
            return "not known for " + plan.instanceType();
        }
        return plan.spot() ? plan.price() + "; spot usually costs less" : plan.price();
    }

    private static @Nullable String launchWait(PlanView plan) {
        return plan.launchWait() == null
                ? null
                : "EC2 permits the last instance in about " + plan.launchWait();
    }

    private static String members(List<String> names) {
        return names.size() < 4
                ? String.join(", ", names)
                : names.getFirst() + " … " + names.getLast();
    }

    private static String barrier(PlanView plan) {
        return plan.barrier()
                ? "for all, %s at most".formatted(plan.barrierTimeout())
                : "for %d at least, %s at most".formatted(plan.minViable(), plan.barrierTimeout());
    }
}
