@NullMarked
package io.jobarrays.server.agents.transfer;

import org.jspecify.annotations.NullMarked;
