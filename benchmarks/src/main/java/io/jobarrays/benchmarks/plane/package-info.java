/** The control plane and the local cloud under measurement. */
@NullMarked
package io.jobarrays.benchmarks.plane;

import org.jspecify.annotations.NullMarked;
