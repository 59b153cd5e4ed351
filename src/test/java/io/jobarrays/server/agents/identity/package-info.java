@NullMarked
package io.jobarrays.server.agents.identity;

import org.jspecify.annotations.NullMarked;
