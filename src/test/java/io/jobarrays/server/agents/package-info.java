@NullMarked
package io.jobarrays.server.agents;

import org.jspecify.annotations.NullMarked;
