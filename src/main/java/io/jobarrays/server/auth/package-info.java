/** Authentication of API calls by the control plane's bearer token. */
@NullMarked
package io.jobarrays.server.auth;

import org.jspecify.annotations.NullMarked;
