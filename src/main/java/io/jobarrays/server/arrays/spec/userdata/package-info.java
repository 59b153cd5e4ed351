/** User data of an instance: a script, cloud-config, or a MIME message of several parts. */
@NullMarked
package io.jobarrays.server.arrays.spec.userdata;

import org.jspecify.annotations.NullMarked;
