package io.jobarrays.server.api.view;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a launch would do; nothing has been launched.
 *
 * @param jobArrayName null for a standalone instance
 * @param members their names, by index
 * @param dns the name of all; null when none is written
 * @param ttl null: it would run until a person ends it
 * @param idle what becomes of an idle machine, and when; null: nothing
 * @param retries null: not said
 * @param calls AWS's own names of the calls that launch, and how many
 */
public record PlanView(
        @Nullable String jobArrayName,
        int count,
        List<String> members,
        String instanceType,
        String ami,
        String region,
        @Nullable String az,
        boolean spot,
        @Nullable String dns,
        @Nullable String ttl,
        boolean barrier,
        String barrierTimeout,
        int minViable,
        @Nullable String idle,
        @Nullable Integer retries,
        String onComplete,
        String onFailure,
        Map<String, Integer> calls) {}
