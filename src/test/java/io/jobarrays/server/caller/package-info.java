@NullMarked
package io.jobarrays.server.caller;

import org.jspecify.annotations.NullMarked;
