/** Which attempt of which member an agent speaks for, and whether it still holds that place. */
@NullMarked
package io.jobarrays.server.agents.attempt;

import org.jspecify.annotations.NullMarked;
