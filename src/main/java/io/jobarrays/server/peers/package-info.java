/** Who the members of an array are to each other. */
@NullMarked
package io.jobarrays.server.peers;

import org.jspecify.annotations.NullMarked;
