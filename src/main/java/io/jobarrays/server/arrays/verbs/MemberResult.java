package io.jobarrays.server.arrays.verbs;

import org.jspecify.annotations.Nullable;

/** What a verb did to one member; {@code ok} false says why in {@code result}. */
public record MemberResult(
        int index, String name, @Nullable String instanceId, boolean ok, String result) {}
