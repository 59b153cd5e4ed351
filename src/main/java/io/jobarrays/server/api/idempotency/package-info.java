/** Carries out each POST once per Idempotency-Key. */
@NullMarked
package io.jobarrays.server.api.idempotency;

import org.jspecify.annotations.NullMarked;
