@NullMarked
package io.jobarrays.server.arrays.spec.sweep;

import org.jspecify.annotations.NullMarked;
