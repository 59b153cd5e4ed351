@NullMarked
package io.jobarrays.benchmarks.plane;

import org.jspecify.annotations.NullMarked;
