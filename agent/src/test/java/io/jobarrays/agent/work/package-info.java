@NullMarked
package io.jobarrays.agent.work;

import org.jspecify.annotations.NullMarked;
