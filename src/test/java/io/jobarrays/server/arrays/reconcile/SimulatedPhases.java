package io.jobarrays.server.arrays.reconcile;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.owner.ArrayOwners;
import io.jobarrays.server.arrays.rows.Member;
import io.jobarrays.server.arrays.spec.Phase;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;

/**
 * Phases of arrays whose name begins with {@code simulated-}: they have no instances, and their
 * members end in the database as a test defines. The phases of other arrays are the real ones.
 */
@Alternative
@Priority(1)
@Singleton
public class SimulatedPhases extends ArrayPhases {
    private static final String SIMULATED_PREFIX = "simulated-";

    private final ArrayOwners owners;
    private final Map<String, String> exits = new ConcurrentHashMap<>();
    private final Set<String> held = ConcurrentHashMap.newKeySet();
    private final Set<String> breaking = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<String> endedAttempts = new ConcurrentLinkedQueue<>();
    private final Map<String, Map<Integer, CompletableFuture<String>>> waitingMembers =
            new ConcurrentHashMap<>();

    SimulatedPhases(ArrayReconcilers reconcilers, ArrayOwners owners, Clock clock) {
        super(reconcilers, owners, clock);
        this.owners = owners;
    }

    /** The first attempt of this member has this exit; all other attempts succeed. */
    public void endFirstAttemptWith(String array, int index, String exit) {
        exits.put(array + "[" + index + "]#1", exit);
    }

    /** Work of this array does not end before {@link #releaseHeld}. */
    public void hold(String array) {
        held.add(array);
    }

    public void releaseHeld(String array) {
        held.remove(array);
        waitingMembers.values().forEach(each -> each.values().forEach(f -> f.complete("")));
    }

    /** The next call of {@link #pending} for this array throws. */
    public void failNextCall(String array) {
        breaking.add(array);
    }

    /** Number of members whose work is held. */
    public int waitingMembers(String array) {
        return (int)
                waitingMembers.entrySet().stream()
                        .filter(entry -> entry.getKey().startsWith(array + "-"))
                        .flatMap(entry -> entry.getValue().values().stream())
                        .filter(future -> !future.isDone())
                        .count();
    }

    /**
     * Attempts that have ended, sorted: {@code simulated-a[1]#2} is the second attempt of index 1.
     */
    public List<String> endedAttempts(String array) {
        return endedAttempts.stream().filter(one -> one.startsWith(array + "[")).sorted().toList();
    }

    @Override
    public IndexSet pending(String arrayId, Phase phase) {
        if (!arrayId.startsWith(SIMULATED_PREFIX)) {
            return super.pending(arrayId, phase);
        }
        if (breaking.remove(name(arrayId))) {
            throw new IllegalStateException("broken by a test");
        }
        return owners.call(
                arrayId,
                array ->
                        IndexSet.of(
                                array.members().stream()
                                        .filter(member -> member.exitStatus == null)
                                        .filter(member -> phase != Phase.RELEASE)
                                        .map(member -> member.index)
                                        .toList()));
    }

    @Override
    public String await(String arrayId, int index, Phase phase) throws InterruptedException {
        if (!arrayId.startsWith(SIMULATED_PREFIX)) {
            return super.await(arrayId, index, phase);
        }
        return phase == Phase.RUN ? run(arrayId, index) : "OK";
    }

    @Override
    public void releaseWaiters(String arrayId) {
        if (!arrayId.startsWith(SIMULATED_PREFIX)) {
            super.releaseWaiters(arrayId);
        }
        waitingMembers.getOrDefault(arrayId, Map.of()).values().forEach(f -> f.complete("STOPPED"));
    }

    @Override
    public String outcome(String arrayId) {
        return super.outcome(arrayId);
    }

    private String run(String arrayId, int index) throws InterruptedException {
        String name = name(arrayId);
        if (held.contains(name)) {
            CompletableFuture<String> future = new CompletableFuture<>();
            waitingMembers
                    .computeIfAbsent(arrayId, id -> new ConcurrentHashMap<>())
                    .put(index, future);
            try {
                String exit = future.get();
                if (!exit.isEmpty()) {
                    return exit;
                }
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
        return end(arrayId, name, index);
    }

    private String end(String arrayId, String name, int index) {
        Ended ended =
                owners.call(
                        arrayId,
                        array -> {
                            Member member = array.member(index);
                            int attempt = member.attempt;
                            String text = "%s[%d]#%d".formatted(name, index, attempt);
                            String exit = exits.getOrDefault(text, "EXIT_0");
                            member.endAttempt(attempt, exit, null, array.now());
                            return new Ended(text, exit);
                        });
        endedAttempts.add(ended.attempt());
        return ended.exit();
    }

    private record Ended(String attempt, String exit) {}

    private static String name(String arrayId) {
        return arrayId.substring(0, arrayId.lastIndexOf('-', arrayId.lastIndexOf('-') - 1));
    }
}
