/** Status of the agent for spored status and the service manager. */
@NullMarked
package io.jobarrays.agent.status;

import org.jspecify.annotations.NullMarked;
