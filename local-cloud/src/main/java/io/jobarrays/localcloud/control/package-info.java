/** The /_local API by which a test or a user controls the cloud. */
@NullMarked
package io.jobarrays.localcloud.control;

import org.jspecify.annotations.NullMarked;
