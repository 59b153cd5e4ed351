/** JSON values and their reader; databind costs 0.25 s at start. */
@NullMarked
package io.jobarrays.cli.json;

import org.jspecify.annotations.NullMarked;
