/** Calls to AWS by the instance's role, for secrets. */
@NullMarked
package io.jobarrays.agent.aws;

import org.jspecify.annotations.NullMarked;
