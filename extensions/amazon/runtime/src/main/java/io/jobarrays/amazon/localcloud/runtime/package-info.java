/** Configuration of the dev service that starts the local cloud. */
@NullMarked
package io.jobarrays.amazon.localcloud.runtime;

import org.jspecify.annotations.NullMarked;
