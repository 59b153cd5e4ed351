/** The instance metadata service at 169.254.169.254. */
@NullMarked
package io.jobarrays.localcloud.metadata;

import org.jspecify.annotations.NullMarked;
