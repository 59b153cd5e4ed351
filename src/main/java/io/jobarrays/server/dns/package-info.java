/**
 * DNS names of arrays and members in Route 53: one writer, batched, no changes to foreign records.
 */
@NullMarked
package io.jobarrays.server.dns;

import org.jspecify.annotations.NullMarked;
