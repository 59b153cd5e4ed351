/** Shells and commands on members, with this terminal at their other end. */
@NullMarked
package io.jobarrays.cli.remote;

import org.jspecify.annotations.NullMarked;
