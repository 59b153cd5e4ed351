@NullMarked
package io.jobarrays.server.arrays.snapshot;

import org.jspecify.annotations.NullMarked;
