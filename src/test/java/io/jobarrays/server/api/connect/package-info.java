@NullMarked
package io.jobarrays.server.api.connect;

import org.jspecify.annotations.NullMarked;
