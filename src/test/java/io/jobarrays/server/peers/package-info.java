/** Tests of peers. */
@NullMarked
package io.jobarrays.server.peers;

import org.jspecify.annotations.NullMarked;
