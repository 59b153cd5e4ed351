@NullMarked
package io.jobarrays.images;

import org.jspecify.annotations.NullMarked;
