@NullMarked
package io.jobarrays.server.arrays.reconcile;

import org.jspecify.annotations.NullMarked;
