/** Text for eyes: each file turns one view into what the CLI prints. */
@NullMarked
package io.jobarrays.server.api.text;

import org.jspecify.annotations.NullMarked;
