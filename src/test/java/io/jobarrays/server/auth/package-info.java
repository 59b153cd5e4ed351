/** Tests of authentication. */
@NullMarked
package io.jobarrays.server.auth;

import org.jspecify.annotations.NullMarked;
