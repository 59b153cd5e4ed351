/** Names of arrays and members in Route 53: one writer, in batches, never another's record. */
@NullMarked
package io.jobarrays.server.dns;

import org.jspecify.annotations.NullMarked;
