@NullMarked
package io.jobarrays.agent.server;

import org.jspecify.annotations.NullMarked;
