/** Connection and signed calls to the control plane. */
@NullMarked
package io.jobarrays.agent.server;

import org.jspecify.annotations.NullMarked;
