package io.jobarrays.server.instances.launch;

import io.jobarrays.contract.IndexSet;

/** A launch call of unknown outcome and what is known of it now. */
public record SettledLaunch(IndexSet indexes, LaunchResult result) {}
