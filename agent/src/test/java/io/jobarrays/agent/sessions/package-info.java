@NullMarked
package io.jobarrays.agent.sessions;

import org.jspecify.annotations.NullMarked;
