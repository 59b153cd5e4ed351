/** The agents' connections: enrolment, messages, logs and files. */
@NullMarked
package io.jobarrays.server.agents;

import org.jspecify.annotations.NullMarked;
