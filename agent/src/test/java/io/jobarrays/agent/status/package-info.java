@NullMarked
package io.jobarrays.agent.status;

import org.jspecify.annotations.NullMarked;
