package io.jobarrays.endtoend;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.SortedMap;

/** Random policies of stages. */
final class PolicyGenerator {
    private final Random random;

    PolicyGenerator(Random random) {
        this.random = random;
    }

    GeneratedPolicy policy(List<Integer> indexes) {
        return indexes.size() > 1 && chance(0.15) ? group() : single(indexes);
    }

    private GeneratedPolicy group() {
        return new GeneratedPolicy(
                true,
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                chance(0.4) ? Optional.of(stopOrContinue("stop-all")) : Optional.empty(),
                chance(0.5) ? 1 + random.nextInt(2) : 0,
                Optional.empty(),
                OptionalInt.empty());
    }

    private GeneratedPolicy single(List<Integer> indexes) {
        int size = indexes.size();
        Optional<String> success = chance(0.45) ? Optional.of(success(indexes)) : Optional.empty();
        int retries = chance(0.4) ? 1 + random.nextInt(3) : 0;
        return new GeneratedPolicy(
                false,
                success,
                success.isPresent() && chance(0.6)
                        ? Optional.of(stopOrContinue("stop-rest"))
                        : Optional.empty(),
                chance(0.25) ? OptionalInt.of(random.nextInt(1 + size / 2)) : OptionalInt.empty(),
                chance(0.35) ? Optional.of(stopOrContinue("stop-all")) : Optional.empty(),
                retries,
                chance(0.6)
                        ? Optional.of(
                                pick(
                                        "any",
                                        "exit:1-5",
                                        "exit:7,signal",
                                        "signal,timeout",
                                        "exit:2"))
                        : Optional.empty(),
                retries > 0 && chance(0.25)
                        ? OptionalInt.of(random.nextInt(1 + size))
                        : OptionalInt.empty());
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    private String pick(String... all) {
        return all[random.nextInt(all.length)];
    }

    private String stopOrContinue(String stop) {
        return chance(0.7) ? stop : "continue";
    }

    private String success(List<Integer> indexes) {
        return switch (random.nextInt(5)) {
            case 0 -> "all";
            case 1 -> "any";
            case 2 -> "index:" + indexes.get(random.nextInt(indexes.size()));
            case 3 -> "" + (1 + random.nextInt(indexes.size()));
            default -> 10 * (1 + random.nextInt(10)) + "%";
        };
    }

    /** Makes up to three indexes endless, where the others certainly end the array. */
    void addEndless(SortedMap<Integer, GeneratedWork> work, GeneratedPolicy policy, boolean turns) {
        if (turns || policy.arrayRetries().isPresent() || policy.barrier()) {
            return;
        }
        for (int tries = 0; tries < 3; tries++) {
            int index = List.copyOf(work.keySet()).get(random.nextInt(work.size()));
            GeneratedWork before =
                    work.put(
                            index,
                            new GeneratedWork(
                                    List.of(GeneratedWork.ENDLESS), false, Optional.empty()));
            if (!endsTheRest(work, policy)) {
                work.put(index, before);
                return;
            }
        }
    }

    private static boolean endsTheRest(Map<Integer, GeneratedWork> work, GeneratedPolicy policy) {
        int size = work.size();
        long succeeded = work.values().stream().filter(one -> isAll(one, true)).count();
        long failed = work.values().stream().filter(one -> isAll(one, false)).count();
        boolean tooMany = policy.maxFailed().isPresent() && failed > policy.maxFailed().getAsInt();
        if (policy.leader().isPresent()) {
            GeneratedWork leader = Objects.requireNonNull(work.get(policy.leader().getAsInt()));
            return tooMany
                    || (policy.stopsRest() && isAll(leader, true))
                    || (policy.stopsAll() && isAll(leader, false));
        }
        return tooMany
                || (policy.stopsRest() && succeeded >= policy.needed(size))
                || (policy.stopsAll() && size - failed < policy.needed(size));
    }

    private static boolean isAll(GeneratedWork work, boolean success) {
        return work.outcomes().stream()
                .allMatch(
                        outcome ->
                                success ? outcome.equals(GeneratedWork.SUCCESS) : fails(outcome));
    }

    private static boolean fails(String outcome) {
        return outcome.startsWith("SIGNAL_")
                || (outcome.startsWith("EXIT_") && !outcome.equals(GeneratedWork.SUCCESS));
    }
}
