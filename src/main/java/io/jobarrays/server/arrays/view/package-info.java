/** Views of arrays and members for users; read from rows, never from AWS. */
@NullMarked
package io.jobarrays.server.arrays.view;

import org.jspecify.annotations.NullMarked;
