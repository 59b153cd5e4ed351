/** The control plane and the local cloud on this machine: starting, finding and ending them. */
@NullMarked
package io.jobarrays.cli.local;

import org.jspecify.annotations.NullMarked;
