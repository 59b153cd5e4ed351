package io.jobarrays.server.agents.silence;

import java.util.Set;

/** Event: agents of these arrays fell silent together with many others, or are heard again. */
public record MassSilenceChanged(Set<String> arrayIds, String text) {}
