package io.jobarrays.server.arrays.rows;

import io.jobarrays.contract.IndexSet;
import java.util.List;

/**
 * Machines that several stages of an execution use one after the other.
 *
 * @param sources arrays of earlier stages whose instances the array takes over, the one that
 *     launched them first
 * @param kept members that keep their instances for later stages
 */
public record SharedMachines(List<String> sources, IndexSet kept) {
    public static final SharedMachines NONE = new SharedMachines(List.of(), IndexSet.firstOf(0));
}
