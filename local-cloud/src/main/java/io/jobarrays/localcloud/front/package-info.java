/** The HTTP endpoint: verifies signatures, dispatches to services and counts calls. */
@NullMarked
package io.jobarrays.localcloud.front;

import org.jspecify.annotations.NullMarked;
