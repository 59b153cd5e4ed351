/** Enforces the deadline of this machine without any network. */
@NullMarked
package io.jobarrays.agent.deadline;

import org.jspecify.annotations.NullMarked;
