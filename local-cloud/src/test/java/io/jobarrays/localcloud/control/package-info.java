@NullMarked
package io.jobarrays.localcloud.control;

import org.jspecify.annotations.NullMarked;
