/** Who calls: address and token, and whose change it is. */
@NullMarked
package io.jobarrays.server.caller;

import org.jspecify.annotations.NullMarked;
