@NullMarked
package io.jobarrays.server.notify;

import org.jspecify.annotations.NullMarked;
