@NullMarked
package io.jobarrays.agent.scale;

import org.jspecify.annotations.NullMarked;
