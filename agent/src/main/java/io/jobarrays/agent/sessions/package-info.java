/** Shells and commands of users who are connected to this machine. */
@NullMarked
package io.jobarrays.agent.sessions;

import org.jspecify.annotations.NullMarked;
