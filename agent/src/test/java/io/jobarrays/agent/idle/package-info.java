@NullMarked
package io.jobarrays.agent.idle;

import org.jspecify.annotations.NullMarked;
