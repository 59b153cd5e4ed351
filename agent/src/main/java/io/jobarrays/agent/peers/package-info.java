/** Files by which the members of an array find each other. */
@NullMarked
package io.jobarrays.agent.peers;

import org.jspecify.annotations.NullMarked;
