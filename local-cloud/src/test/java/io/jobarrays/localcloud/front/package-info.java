@NullMarked
package io.jobarrays.localcloud.front;

import org.jspecify.annotations.NullMarked;
