@NullMarked
package io.jobarrays.agent.spot;

import org.jspecify.annotations.NullMarked;
