/** Problem documents (RFC 9457) and their mapping from exceptions. */
@NullMarked
package io.jobarrays.server.web;

import org.jspecify.annotations.NullMarked;
