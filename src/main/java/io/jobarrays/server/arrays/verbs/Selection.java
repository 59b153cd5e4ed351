package io.jobarrays.server.arrays.verbs;

import io.jobarrays.contract.IndexSet;
import org.jspecify.annotations.Nullable;

/** What a selector means: an array, or some members of it ({@code members} null: all). */
public record Selection(String arrayId, @Nullable IndexSet members) {
    public boolean has(int index) {
        return members == null || members.contains(index);
    }
}
