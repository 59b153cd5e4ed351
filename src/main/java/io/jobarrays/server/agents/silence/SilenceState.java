package io.jobarrays.server.agents.silence;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Whether many agents of a region are silent at the same time; its methods are the transitions.
 * Contacts are not older than {@link #countedFrom}.
 */
sealed interface SilenceState {
    /** Fewer silent agents are not taken for a fault of the network. */
    int MIN_MASS = 3;

    /** Silence counts from then on: before, the server was not ready to hear. */
    Instant countedFrom();

    /** The state after another look at all agents of the region. */
    SilenceState next(List<AgentContact> contacts, SilenceRules rules, Instant now);

    /**
     * Silent agents are so one by one.
     *
     * @param leftSilent instances whose agents an earlier mass silence left silent
     */
    record Listening(Instant countedFrom, Set<String> leftSilent) implements SilenceState {
        Listening(Instant countedFrom) {
            this(countedFrom, Set.of());
        }

        @Override
        public SilenceState next(List<AgentContact> contacts, SilenceRules rules, Instant now) {
            List<AgentContact> ordered =
                    contacts.stream()
                            .filter(this::heardSinceMassSilence)
                            .sorted(Comparator.comparing(AgentContact::heardAt))
                            .toList();
            int silent = (int) ordered.stream().filter(one -> one.isSilent(rules, now)).count();
            int end = 0;
            for (int begin = 0; begin < silent; begin++) {
                Instant first = ordered.get(begin).heardAt();
                Instant last = first.plus(rules.massWindow());
                while (end < silent && !ordered.get(end).heardAt().isAfter(last)) {
                    end++;
                }
                // Agents that were silent before the first one were not connected.
                if (end - begin >= MIN_MASS && 2 * (end - begin) >= ordered.size() - begin) {
                    return new MassSilence(countedFrom, first, Set.of()).next(ordered, rules, now);
                }
            }
            return this;
        }

        private boolean heardSinceMassSilence(AgentContact one) {
            return !leftSilent.contains(one.instanceId()) || one.heardAt().isAfter(countedFrom);
        }
    }

    /**
     * Many agents fell silent at the same time: the network is at fault, not the instances.
     *
     * @param since the last message of the first of them
     * @param agents instances whose agents fell silent since then
     */
    record MassSilence(Instant countedFrom, Instant since, Set<String> agents)
            implements SilenceState {
        @Override
        public SilenceState next(List<AgentContact> contacts, SilenceRules rules, Instant now) {
            Set<String> known = new HashSet<>(agents);
            contacts.stream()
                    .filter(one -> one.isSilent(rules, now) && !one.heardAt().isBefore(since))
                    .forEach(one -> known.add(one.instanceId()));
            List<AgentContact> affected =
                    contacts.stream().filter(one -> known.contains(one.instanceId())).toList();
            Set<String> silent = ids(affected.stream().filter(one -> one.isSilent(rules, now)));
            // The others reconnect in the next seconds: their silence counts from now.
            return 2 * silent.size() <= affected.size()
                    ? new Listening(now, silent)
                    : new MassSilence(countedFrom, since, ids(affected.stream()));
        }

        private static Set<String> ids(Stream<AgentContact> contacts) {
            return contacts.map(AgentContact::instanceId).collect(toUnmodifiableSet());
        }
    }
}
