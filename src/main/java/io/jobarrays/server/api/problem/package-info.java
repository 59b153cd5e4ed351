/** How every failure is told: one problem document with one clear sentence. */
@NullMarked
package io.jobarrays.server.api.problem;

import org.jspecify.annotations.NullMarked;
