@NullMarked
package io.jobarrays.benchmarks.subject;

import org.jspecify.annotations.NullMarked;
