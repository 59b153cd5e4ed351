@NullMarked
package io.jobarrays.server.arrays.members;

import org.jspecify.annotations.NullMarked;
