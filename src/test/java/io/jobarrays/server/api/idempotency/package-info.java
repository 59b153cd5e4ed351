@NullMarked
package io.jobarrays.server.api.idempotency;

import org.jspecify.annotations.NullMarked;
