/** Files that agents fetch and outputs that they upload. */
@NullMarked
package io.jobarrays.server.agents.transfer;

import org.jspecify.annotations.NullMarked;
