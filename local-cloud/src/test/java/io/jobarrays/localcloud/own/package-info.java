@NullMarked
package io.jobarrays.localcloud.own;

import org.jspecify.annotations.NullMarked;
