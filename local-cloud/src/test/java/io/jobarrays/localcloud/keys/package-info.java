@NullMarked
package io.jobarrays.localcloud.keys;

import org.jspecify.annotations.NullMarked;
