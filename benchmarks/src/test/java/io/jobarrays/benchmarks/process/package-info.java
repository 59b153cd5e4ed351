@NullMarked
package io.jobarrays.benchmarks.process;

import org.jspecify.annotations.NullMarked;
