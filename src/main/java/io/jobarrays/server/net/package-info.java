/** IP networks, and receivers of notifications: their URLs, addresses and signatures. */
@NullMarked
package io.jobarrays.server.net;

import org.jspecify.annotations.NullMarked;
