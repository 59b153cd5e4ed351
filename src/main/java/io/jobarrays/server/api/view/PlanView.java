package io.jobarrays.server.api.view;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Plan of a launch that has not been carried out.
 *
 * @param jobArrayName null for a standalone instance
 * @param members names by index
 * @param price of all members together; null when the price of the type is not known
 * @param dns group name of the array; null when none is published
 * @param ttl null: no deadline ends the members
 * @param idle action on an idle machine and its timeout; null: none
 * @param retries null: not given
 * @param launchWait estimated time until EC2's launch rate permits the last instance; null: none
 * @param calls number of AWS calls, by AWS's name of the call
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
        @Nullable String price,
        @Nullable String dns,
        @Nullable String ttl,
        boolean barrier,
        String barrierTimeout,
        int minViable,
        @Nullable String idle,
        @Nullable Integer retries,
        @Schema(enumeration = {"keep", "terminate", "stop", "hibernate"}) String onComplete,
        @Schema(enumeration = {"keep", "terminate", "stop", "hibernate"}) String onFailure,
        @Nullable String launchWait,
        Map<String, Integer> calls) {}
