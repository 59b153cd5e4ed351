@NullMarked
package io.jobarrays.localcloud.limits;

import org.jspecify.annotations.NullMarked;
