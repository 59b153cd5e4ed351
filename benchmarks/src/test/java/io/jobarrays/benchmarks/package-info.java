@NullMarked
package io.jobarrays.benchmarks;

import org.jspecify.annotations.NullMarked;
