@NullMarked
package io.jobarrays.server.arrays.owner;

import org.jspecify.annotations.NullMarked;
