@NullMarked
package io.jobarrays.localcloud.metadata;

import org.jspecify.annotations.NullMarked;
