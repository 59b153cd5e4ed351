/** Tests of the dev service. */
@NullMarked
package io.jobarrays.amazon.localcloud.deployment;

import org.jspecify.annotations.NullMarked;
