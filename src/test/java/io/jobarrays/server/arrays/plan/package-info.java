@NullMarked
package io.jobarrays.server.arrays.plan;

import org.jspecify.annotations.NullMarked;
