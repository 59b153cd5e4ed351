@NullMarked
package io.jobarrays.agent.aws;

import org.jspecify.annotations.NullMarked;
