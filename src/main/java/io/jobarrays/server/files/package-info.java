/** What members send and users upload, in the state directory. */
@NullMarked
package io.jobarrays.server.files;

import org.jspecify.annotations.NullMarked;
