@NullMarked
package io.jobarrays.localcloud.protocol;

import org.jspecify.annotations.NullMarked;
