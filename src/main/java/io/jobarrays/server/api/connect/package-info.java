/** Sessions of users on members: a shell or one command, over a WebSocket. */
@NullMarked
package io.jobarrays.server.api.connect;

import org.jspecify.annotations.NullMarked;
