@NullMarked
package io.jobarrays.localcloud.dns;

import org.jspecify.annotations.NullMarked;
