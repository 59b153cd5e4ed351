/** What is kept as files below {@code spawn.state-dir}: bundles, outputs and logs. */
@NullMarked
package io.jobarrays.server.files;

import org.jspecify.annotations.NullMarked;
