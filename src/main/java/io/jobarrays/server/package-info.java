/** The control plane's start and settings. */
@NullMarked
package io.jobarrays.server;

import org.jspecify.annotations.NullMarked;
