@NullMarked
package io.jobarrays.agent;

import org.jspecify.annotations.NullMarked;
