/** Dev service that starts the local cloud when no endpoint is configured. */
@NullMarked
package io.jobarrays.amazon.localcloud.deployment;

import org.jspecify.annotations.NullMarked;
