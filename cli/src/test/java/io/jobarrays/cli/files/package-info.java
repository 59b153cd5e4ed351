@NullMarked
package io.jobarrays.cli.files;

import org.jspecify.annotations.NullMarked;
