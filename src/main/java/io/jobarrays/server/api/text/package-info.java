/** Text that the CLI prints, one file per view. */
@NullMarked
package io.jobarrays.server.api.text;

import org.jspecify.annotations.NullMarked;
