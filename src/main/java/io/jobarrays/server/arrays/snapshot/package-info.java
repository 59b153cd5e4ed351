/** Consistent view of one array: its rows and what EC2 says of its instances. */
@NullMarked
package io.jobarrays.server.arrays.snapshot;

import org.jspecify.annotations.NullMarked;
