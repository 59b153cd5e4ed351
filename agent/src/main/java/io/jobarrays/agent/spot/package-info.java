/** Watches for EC2's spot interruption notices. */
@NullMarked
package io.jobarrays.agent.spot;

import org.jspecify.annotations.NullMarked;
