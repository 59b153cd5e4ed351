/** Tests of the text format, against golden files. */
@NullMarked
package io.jobarrays.server.api.text;

import org.jspecify.annotations.NullMarked;
