/** Jobs as their author wrote them, and their expansion into batch steps. */
@NullMarked
package io.jobarrays.server.batch.jobxml.model;

import org.jspecify.annotations.NullMarked;
