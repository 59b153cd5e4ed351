/** Tests of calls that may be repeated. */
@NullMarked
package io.jobarrays.server.api.once;

import org.jspecify.annotations.NullMarked;
