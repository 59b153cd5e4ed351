package io.jobarrays.server.arrays.rows;

import java.util.List;

/**
 * Machines that several stages of an execution use one after the other.
 *
 * @param sources arrays of earlier stages whose instances the array takes over, the one that
 *     launched them first
 * @param kept members with a lower index keep their instances for later stages
 */
public record SharedMachines(List<String> sources, int kept) {
    public static final SharedMachines NONE = new SharedMachines(List.of(), 0);
}
