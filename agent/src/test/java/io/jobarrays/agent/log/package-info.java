@NullMarked
package io.jobarrays.agent.log;

import org.jspecify.annotations.NullMarked;
