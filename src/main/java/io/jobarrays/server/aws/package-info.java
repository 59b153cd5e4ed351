/** Clients of AWS, its request limits and its error codes. */
@NullMarked
package io.jobarrays.server.aws;

import org.jspecify.annotations.NullMarked;
