/** The peers document and its names. */
@NullMarked
package io.jobarrays.server.peers;

import org.jspecify.annotations.NullMarked;
