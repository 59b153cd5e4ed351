/** Check that an agent speaks for the current attempt of a member. */
@NullMarked
package io.jobarrays.server.agents.attempt;

import org.jspecify.annotations.NullMarked;
