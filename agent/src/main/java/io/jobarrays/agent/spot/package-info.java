/** Watches for spot interruption notices of EC2. */
@NullMarked
package io.jobarrays.agent.spot;

import org.jspecify.annotations.NullMarked;
