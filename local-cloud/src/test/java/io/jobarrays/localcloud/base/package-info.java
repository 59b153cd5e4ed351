@NullMarked
package io.jobarrays.localcloud.base;

import org.jspecify.annotations.NullMarked;
