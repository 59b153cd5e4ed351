package io.jobarrays.localcloud.faults;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** A rule that was set, with the numbers of its matches and strikes. */
public final class ActiveFault {
    private final String id;
    private final FaultRule rule;
    private final Pattern operations;
    private final long setAtNanos;
    private final Map<String, Long> matchesByOperation = new ConcurrentHashMap<>();
    private final Set<Runnable> removalTasks = ConcurrentHashMap.newKeySet();
    private int strikes;
    private volatile boolean removed;

    ActiveFault(String id, FaultRule rule, long nowNanos) {
        this.id = id;
        this.rule = rule;
        this.operations = FaultRule.pattern(rule.operation());
        this.setAtNanos = nowNanos;
    }

    public String id() {
        return id;
    }

    public FaultRule rule() {
        return rule;
    }

    /** Whether the fault would strike this target; counts the match, but no strike. */
    synchronized boolean draws(FaultTarget target, long nowNanos) {
        Duration sinceSet = Duration.ofNanos(nowNanos - setAtNanos);
        if (!matches(target) || !rule.isActiveAt(sinceSet)) {
            return false;
        }
        long number = matchesByOperation.merge(target.operation(), 1L, Long::sum);
        return strikes < rule.count() && rule.draws(target.operation(), number);
    }

    /** Counts a strike, by which the fault has its effect. */
    synchronized void countStrike() {
        strikes++;
    }

    public synchronized int strikeCount() {
        return strikes;
    }

    public long matchCount() {
        return matchesByOperation.values().stream().mapToLong(Long::longValue).sum();
    }

    void remove() {
        removed = true;
        removalTasks.forEach(Runnable::run);
    }

    /** Runs the task when the rule is removed, until {@link #forget} is called. */
    public void onRemoval(Runnable task) {
        removalTasks.add(task);
        if (removed) {
            task.run();
        }
    }

    public void forget(Runnable task) {
        removalTasks.remove(task);
    }

    /** Effects without a window end when the rule is removed. */
    public boolean isRemoved() {
        return removed;
    }

    private boolean matches(FaultTarget target) {
        return operations.matcher(target.operation()).matches() && rule.matchesInstances(target);
    }
}
