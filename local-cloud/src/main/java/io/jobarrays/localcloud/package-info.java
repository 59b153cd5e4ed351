/**
 * Emulation of the AWS services that job arrays use, on this machine.
 *
 * <p>Service packages speak AWS's protocols; {@code machines} runs the instances.
 */
@NullMarked
package io.jobarrays.localcloud;

import org.jspecify.annotations.NullMarked;
