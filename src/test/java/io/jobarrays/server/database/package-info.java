/** Database of the control plane: an embedded PostgreSQL, its restart, and outages. */
@NullMarked
package io.jobarrays.server.database;

import org.jspecify.annotations.NullMarked;
