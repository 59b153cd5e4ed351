/** Request bodies, queries and path parameters, validated before a call has an effect. */
@NullMarked
package io.jobarrays.server.api.read;

import org.jspecify.annotations.NullMarked;
