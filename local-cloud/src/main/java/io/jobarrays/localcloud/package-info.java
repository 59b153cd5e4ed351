/**
 * AWS on this machine, as far as job arrays use it: the protocol side.
 *
 * <p>Behind it, {@code machines} runs the instances.
 */
@NullMarked
package io.jobarrays.localcloud;

import org.jspecify.annotations.NullMarked;
