/** Peers of the members of an array. */
@NullMarked
package io.jobarrays.server.peers;

import org.jspecify.annotations.NullMarked;
