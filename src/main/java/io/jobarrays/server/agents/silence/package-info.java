/** Silence of agents: of one, or of many at the same time. */
@NullMarked
package io.jobarrays.server.agents.silence;

import org.jspecify.annotations.NullMarked;
