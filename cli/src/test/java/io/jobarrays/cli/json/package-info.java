@NullMarked
package io.jobarrays.cli.json;

import org.jspecify.annotations.NullMarked;
