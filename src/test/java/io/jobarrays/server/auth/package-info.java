/** Tests of who may call. */
@NullMarked
package io.jobarrays.server.auth;

import org.jspecify.annotations.NullMarked;
