@NullMarked
package io.jobarrays.server.api.openapi;

import org.jspecify.annotations.NullMarked;
