@NullMarked
package io.jobarrays.localcloud.faults;

import org.jspecify.annotations.NullMarked;
