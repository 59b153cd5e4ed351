/** Forms of answers: JSON, JSON lines, text and server-sent events. */
@NullMarked
package io.jobarrays.server.api.answer;

import org.jspecify.annotations.NullMarked;
