/** What comes in: bodies, queries and keys, checked before anything is done. */
@NullMarked
package io.jobarrays.server.api.read;

import org.jspecify.annotations.NullMarked;
