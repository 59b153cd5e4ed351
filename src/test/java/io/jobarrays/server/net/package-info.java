@NullMarked
package io.jobarrays.server.net;

import org.jspecify.annotations.NullMarked;
