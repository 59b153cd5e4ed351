/** The /_local API, by which tests and users control the cloud. */
@NullMarked
package io.jobarrays.localcloud.control;

import org.jspecify.annotations.NullMarked;
