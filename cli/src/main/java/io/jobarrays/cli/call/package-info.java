/** Calls to the control plane that several commands make. */
@NullMarked
package io.jobarrays.cli.call;

import org.jspecify.annotations.NullMarked;
