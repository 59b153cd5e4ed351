/** Tests of the REST interface over HTTP. */
@NullMarked
package io.jobarrays.server.api.answer;

import org.jspecify.annotations.NullMarked;
