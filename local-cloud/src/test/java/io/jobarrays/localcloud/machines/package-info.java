@NullMarked
package io.jobarrays.localcloud.machines;

import org.jspecify.annotations.NullMarked;
