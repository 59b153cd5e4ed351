/** Consistent view of one array: its rows and the state of its instances. */
@NullMarked
package io.jobarrays.server.arrays.snapshot;

import org.jspecify.annotations.NullMarked;
