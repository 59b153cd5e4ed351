@NullMarked
package io.jobarrays.localcloud;

import org.jspecify.annotations.NullMarked;
