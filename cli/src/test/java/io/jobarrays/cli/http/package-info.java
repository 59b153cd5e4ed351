@NullMarked
package io.jobarrays.cli.http;

import org.jspecify.annotations.NullMarked;
