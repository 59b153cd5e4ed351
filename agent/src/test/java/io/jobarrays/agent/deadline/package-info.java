@NullMarked
package io.jobarrays.agent.deadline;

import org.jspecify.annotations.NullMarked;
