/** Shells and commands on members, connected to this terminal. */
@NullMarked
package io.jobarrays.cli.remote;

import org.jspecify.annotations.NullMarked;
