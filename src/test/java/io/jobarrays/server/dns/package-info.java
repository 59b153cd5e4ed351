@NullMarked
package io.jobarrays.server.dns;

import org.jspecify.annotations.NullMarked;
