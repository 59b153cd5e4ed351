/** Polls EC2 for the state of all instances of this control plane. */
@NullMarked
package io.jobarrays.server.instances.watch;

import org.jspecify.annotations.NullMarked;
