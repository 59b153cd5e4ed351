@NullMarked
package io.jobarrays.agent.peers;

import org.jspecify.annotations.NullMarked;
