@NullMarked
package io.jobarrays.server.arrays.spec;

import org.jspecify.annotations.NullMarked;
