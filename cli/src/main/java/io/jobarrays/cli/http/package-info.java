/** Requests to the control plane and what comes back: answers, problems, events, JSON. */
@NullMarked
package io.jobarrays.cli.http;

import org.jspecify.annotations.NullMarked;
