/** Who may call the control plane: whoever can read its token. */
@NullMarked
package io.jobarrays.server.auth;

import org.jspecify.annotations.NullMarked;
