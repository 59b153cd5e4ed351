/** HTTP, server-sent events and WebSocket to the control plane. */
@NullMarked
package io.jobarrays.cli.http;

import org.jspecify.annotations.NullMarked;
