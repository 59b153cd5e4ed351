/** Loops on threads of their own, and the pauses between their attempts. */
@NullMarked
package io.jobarrays.server.background;

import org.jspecify.annotations.NullMarked;
