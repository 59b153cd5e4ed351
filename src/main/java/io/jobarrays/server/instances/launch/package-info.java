/** Launches instances; the intent is committed before the call. */
@NullMarked
package io.jobarrays.server.instances.launch;

import org.jspecify.annotations.NullMarked;
