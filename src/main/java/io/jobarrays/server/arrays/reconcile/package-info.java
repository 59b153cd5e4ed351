/** Reconcile loop of each live array, and the executors of its actions. */
@NullMarked
package io.jobarrays.server.arrays.reconcile;

import org.jspecify.annotations.NullMarked;
