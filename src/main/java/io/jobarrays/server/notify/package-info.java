/** Notifications over HTTP: their rows, targets and signatures, and the loop that sends them. */
@NullMarked
package io.jobarrays.server.notify;

import org.jspecify.annotations.NullMarked;
