package io.jobarrays.endtoend;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** Random stages: arrays, failures, policies, edges, inputs and shared machines. */
final class StageGenerator {
    private static final List<String> FAILURES =
            List.of("EXIT_1", "EXIT_2", "EXIT_7", "EXIT_99", "SIGNAL_9", "SIGNAL_15");

    private final Random random;
    private final PolicyGenerator policies;
    private final int maxCount;

    StageGenerator(Random random, int maxCount) {
        this.random = random;
        this.policies = new PolicyGenerator(random);
        this.maxCount = maxCount;
    }

    /**
     * Stages that a new one may name.
     *
     * @param before those that have ended when it begins, or did not run
     * @param beside those of earlier flows of the same split
     * @param sameFlow those of {@code before} that are elements of the same flow
     */
    record Surroundings(
            List<GeneratedStage> before,
            List<GeneratedStage> beside,
            List<GeneratedStage> sameFlow) {}

    GeneratedStage stage(String id, Surroundings around) {
        Map<String, String> properties = new LinkedHashMap<>();
        int count = 1 + (int) (Math.pow(maxCount, Math.pow(random.nextDouble(), 1.6)) - 1);
        Optional<GeneratedStage> owner = owner(around);
        owner.ifPresent(stage -> properties.put("machines", stage.id()));
        count = owner.map(GeneratedStage::count).map(most -> some(most)).orElse(count);
        List<Integer> indexes = indexes(count, owner.isPresent(), properties);
        GeneratedPolicy policy = policies.policy(indexes);
        addMachines(properties, owner.isPresent(), policy, count);
        boolean limited = addTimeout(properties, policy);
        List<GeneratedEdge> edges = edges(count, policy, around);
        SortedMap<Integer, GeneratedWork> work = work(indexes, policy, limited);
        if (!policy.barrier() && chance(0.35)) {
            collect(properties, work);
        }
        if (!policy.barrier() && chance(0.4)) {
            input(properties, work, around, edges);
        }
        if (!limited && edges.isEmpty() && !properties.containsKey("inputs")) {
            policies.addEndless(work, policy, properties.containsKey("max-concurrent"));
        }
        return new GeneratedStage(id, count, work, policy, edges, properties);
    }

    private int some(int most) {
        return chance(0.5) ? most : 1 + random.nextInt(most);
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    private Optional<GeneratedStage> owner(Surroundings around) {
        List<GeneratedStage> able =
                around.sameFlow().stream()
                        .filter(stage -> !stage.properties().containsKey("machines"))
                        .filter(stage -> !stage.properties().containsKey("max-concurrent"))
                        .filter(GeneratedStage::launchesAll)
                        .toList();
        return able.isEmpty() || !chance(0.2) ? Optional.empty() : Optional.of(pick(able));
    }

    private <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private List<Integer> indexes(int count, boolean shares, Map<String, String> properties) {
        List<Integer> indexes = new ArrayList<>();
        boolean some = !shares && count > 1 && chance(0.1);
        for (int index = 0; index < count; index++) {
            if (!some || chance(0.5)) {
                indexes.add(index);
            }
        }
        if (indexes.isEmpty()) {
            indexes.add(random.nextInt(count));
        }
        if (some) {
            properties.put("indexes", String.join(",", indexes.stream().map(i -> "" + i).toList()));
        }
        if (!some && count > 1 && chance(0.1)) {
            List<String> values = indexes.stream().map(i -> "" + i).toList();
            properties.put("sweep", "x=" + String.join(",", values));
        } else {
            properties.put("count", "" + count);
        }
        return indexes;
    }

    private void addMachines(
            Map<String, String> properties, boolean shares, GeneratedPolicy policy, int count) {
        if (shares) {
            return;
        }
        properties.put("instance-type", "scale.nano");
        properties.put("ttl", "30m");
        if (chance(0.8)) {
            properties.put("no-dns", "true");
        }
        if (!policy.barrier() && count > 2 && chance(0.25)) {
            properties.put("max-concurrent", "" + (1 + random.nextInt(count / 2)));
            if (chance(0.3)) {
                properties.put("reuse", "false");
            }
        }
    }

    private boolean addTimeout(Map<String, String> properties, GeneratedPolicy policy) {
        boolean limited = !policy.barrier() && chance(0.08);
        if (limited) {
            properties.put("timeout", "4s");
        }
        return limited;
    }

    private List<GeneratedEdge> edges(int count, GeneratedPolicy policy, Surroundings around) {
        List<GeneratedEdge> edges = new ArrayList<>();
        if (!around.beside().isEmpty() && chance(0.5)) {
            edges.add(edge(pick(around.beside()), count));
        } else if (!around.before().isEmpty() && chance(0.08)) {
            edges.add(edge(pick(around.before()), count));
        }
        edges.removeIf(edge -> policy.barrier() && edge.isOfSingleIndexes());
        return edges;
    }

    private GeneratedEdge edge(GeneratedStage other, int count) {
        GeneratedEdge.Form form = pick(List.of(GeneratedEdge.Form.values()));
        // Indexes of a group that have succeeded may run again with it.
        boolean again = other.policy().barrier() && other.policy().retries() > 0;
        boolean reaches =
                switch (form) {
                    case SUCCEEDED, ANY, SHARE -> true;
                    case COUNT, ONE -> other.launchesAll();
                    case SAME_INDEX -> other.launchesAll() && count <= other.count();
                    case HALF_INDEX -> other.launchesAll() && (count + 1) / 2 <= other.count();
                };
        if (!reaches || (again && form != GeneratedEdge.Form.SUCCEEDED)) {
            return new GeneratedEdge(other.id(), GeneratedEdge.Form.ANY, 0);
        }
        int number =
                switch (form) {
                    case SHARE -> 10 * (1 + random.nextInt(10));
                    case COUNT -> 1 + random.nextInt(other.count());
                    default -> random.nextInt(other.count());
                };
        return new GeneratedEdge(other.id(), form, number);
    }

    private SortedMap<Integer, GeneratedWork> work(
            List<Integer> indexes, GeneratedPolicy policy, boolean limited) {
        double failures = chance(0.45) ? 0 : pick(List.of(0.04, 0.2, 0.6));
        double sleeps = chance(0.3) ? 0.5 : 0;
        SortedMap<Integer, GeneratedWork> work = new TreeMap<>();
        for (int index : indexes) {
            List<String> outcomes = new ArrayList<>();
            do {
                outcomes.add(chance(failures) ? failure(limited) : GeneratedWork.SUCCESS);
            } while (outcomes.size() <= policy.retries() && failures > 0);
            work.put(index, new GeneratedWork(outcomes, chance(sleeps), Optional.empty()));
        }
        return work;
    }

    private String failure(boolean limited) {
        return limited && chance(0.3) ? GeneratedWork.TIMED_OUT : pick(FAILURES);
    }

    private void collect(Map<String, String> properties, SortedMap<Integer, GeneratedWork> work) {
        properties.put("collect", "result");
        if (chance(0.3)) {
            properties.put("require-outputs", "" + chance(0.6));
        }
        if (chance(0.3)) {
            work.replaceAll(
                    (index, one) ->
                            one.outcomes().getLast().equals(GeneratedWork.SUCCESS) && chance(0.2)
                                    ? withoutOutput(one)
                                    : one);
        }
    }

    private static GeneratedWork withoutOutput(GeneratedWork work) {
        List<String> outcomes = new ArrayList<>(work.outcomes());
        outcomes.set(outcomes.size() - 1, GeneratedWork.NO_OUTPUT);
        return new GeneratedWork(outcomes, work.sleeps(), work.reads());
    }

    private void input(
            Map<String, String> properties,
            SortedMap<Integer, GeneratedWork> work,
            Surroundings around,
            List<GeneratedEdge> edges) {
        List<GeneratedStage> able =
                around.before().stream().filter(GeneratedStage::collects).toList();
        boolean waits = edges.stream().anyMatch(GeneratedEdge::isOfSingleIndexes);
        if (able.isEmpty() || waits) {
            return;
        }
        GeneratedStage other = pick(able);
        List<Integer> files = List.copyOf(other.work().keySet());
        properties.put("inputs", other.id());
        work.replaceAll(
                (index, one) -> {
                    Optional<GeneratedWork.InputFile> file =
                            chance(0.5)
                                    ? Optional.of(
                                            new GeneratedWork.InputFile(other.id(), pick(files)))
                                    : Optional.empty();
                    return new GeneratedWork(one.outcomes(), one.sleeps(), file);
                });
    }
}
