/** Tests of the detection of silent agents. */
@NullMarked
package io.jobarrays.server.agents.silence;

import org.jspecify.annotations.NullMarked;
