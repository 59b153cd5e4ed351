/** Drives each live array towards its plan and carries out the decided actions. */
@NullMarked
package io.jobarrays.server.arrays.reconcile;

import org.jspecify.annotations.NullMarked;
