/** Options and arguments that several commands share, and the request bodies made from them. */
@NullMarked
package io.jobarrays.cli.flags;

import org.jspecify.annotations.NullMarked;
